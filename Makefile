# Spusk. Two commands do everything on a fresh machine, set-up included (build.sh):
#   make run     builds the page, serves it on 127.0.0.1 and prints the address
#   make test    builds everything and runs the tests, but for those below
# The others:
#   make                 only builds web/dist
#   make check           format, warnings, lint, types, layers
#   make test-chromium   the browser tests that are not part of make test, in Chromium
#   make test-engines    browser tests for all browsers: most of them in Firefox, the first in WebKit
#   make test-browsers   all browser tests in Chromium, those for all browsers in Firefox and WebKit
#   make test-recipes    recipes built by MkDocs, Jupyter and MyST, and opened in Chromium
#   make test-sanitized  C tests with clang's address and undefined-behaviour sanitizers
#   make test-clang      C tests with clang -O3
#   make fuzz            libFuzzer on the parsers and on calls of the interface; FUZZ_SECONDS each
#   make claims          trains what the claims of all experiments need, and says which hold
#   make bench           speed, against PyTorch, TensorFlow.js and ConvNetJS; make bench-short: a part
#   make oracle          compares with PyTorch, and writes tests/oracle/RESULTS.md
#   make screenshots     pictures of the page in tests/screenshots/
#   make clean           removes what was built (not what was installed)
#
# New .c and test_*.c files are found by themselves. Native objects go to .build/<variant>/.

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.SECONDARY:

EMCC  ?= emcc
GCC   ?= gcc
CLANG ?= clang
CLANG_FORMAT ?= clang-format
AR    ?= ar

comma := ,
JOBS  := $(shell nproc 2>/dev/null || echo 2)
BIN   := web/node_modules/.bin

C_SOURCES := $(sort $(shell find c_src -name '*.c'))
C_TESTS   := $(sort $(wildcard tests/c/test_*.c))
# Other C files of tests/c are shared by the tests.
C_HELPERS := $(sort $(filter-out $(C_TESTS),$(wildcard tests/c/*.c)))

# Contraction to fused multiply-add would change results from one machine to another.
C_FLAGS  := -std=c11 -Ic_src -ffp-contract=off -fno-math-errno
# (pass-failed: builds without vectors cannot use what is said for those that have them.)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion \
            -Wstrict-prototypes -Wmissing-prototypes -Wvla \
            -Werror=implicit-function-declaration -Wno-pass-failed

.PHONY: build run test test-chromium test-engines test-browsers test-recipes test-clang test-sanitized fuzz check claims oracle screenshots clean dist force
build:
	@./build.sh

run:
	@./build.sh
	@node web/tools/serve.js

test:
	@./build.sh tests
	@tests/run.sh c-gcc node browser

# The first of Chromium's are part of make test.
test-chromium:
	@./build.sh tests
	@tests/run.sh chromium

test-engines:
	@./build.sh browsers
	@tests/run.sh firefox-most webkit-first

test-browsers:
	@./build.sh browsers
	@tests/run.sh chromium firefox webkit

test-recipes:
	@./build.sh recipes
	@tests/run.sh recipes

test-clang:
	@./build.sh tests
	@tests/run.sh c-clang

test-sanitized:
	@./build.sh tests
	@tests/run.sh c-sanitized

# CLAIMS='dropout --seeds 10' for one experiment, with more seeds.
claims:
	@./build.sh
	@node web/cli/spusk.js verify $(CLAIMS)

oracle:
	@./build.sh oracle
	@"$$(cat .build/python)" tests/oracle/oracle.py

screenshots:
	@./build.sh tests
	@node tests/tools/screenshots.js

clean:
	rm -rf .build web/dist

# --- files that change only when what they say changes --------------------------------------

# $(call says,file,text): a rule for `file`, which is touched when `text` is not what it holds.
define says
$(1): force
	@mkdir -p $$(@D)
	@echo '$(2)' | cmp -s - $$@ || echo '$(2)' > $$@
endef

# Links anew when a source was added or removed.
$(eval $(call says,.build/sources,$(C_SOURCES) $(C_HELPERS)))

# --- native: .build/<variant>/libspusk.a and one program for each test ------------------------

# $(call native,variant,compiler,flags)
define native
$(eval $(call says,.build/$(1)/flags,$(2) $(3)))

.build/$(1)/%.o: %.c .build/$(1)/flags
	@mkdir -p $$(@D)
	@$(2) $(C_FLAGS) $(WARNINGS) $(3) $$(TEST_FLAGS) -MMD -MP -c $$< -o $$@

# The tests may use what every POSIX system has; the core must not.
.build/$(1)/tests/%.o: TEST_FLAGS := -D_POSIX_C_SOURCE=200809L

.build/$(1)/libspusk.a: $(C_SOURCES:%.c=.build/$(1)/%.o) .build/sources
	@rm -f $$@
	@$(AR) rcs $$@ $$(filter %.o,$$^)

.build/$(1)/tests/c/test_%: .build/$(1)/tests/c/test_%.o $(C_HELPERS:%.c=.build/$(1)/%.o) .build/$(1)/libspusk.a
	@$(2) $(3) $$^ -lcmocka -lm -o $$@

# Trains what it is told on standard input: tests/parity compares its weights with WebAssembly's.
.build/$(1)/parity: .build/$(1)/tests/parity/native.o .build/$(1)/libspusk.a
	@$(2) $(3) $$^ -lm -o $$@

.PHONY: c-$(1)
c-$(1): $(C_TESTS:%.c=.build/$(1)/%)

-include $(patsubst %.c,.build/$(1)/%.d,$(C_SOURCES) $(C_TESTS) $(C_HELPERS) tests/parity/native.c)
endef

$(eval $(call native,gcc,$(GCC),-O2 -g))
$(eval $(call native,check-gcc,$(GCC),-O2 -Werror))
$(eval $(call native,check-clang,$(CLANG),-O2 -Werror))
$(eval $(call native,clang,$(CLANG),-O3 -g))
$(eval $(call native,sanitized,$(CLANG),-O1 -g -fno-omit-frame-pointer -fsanitize=address$(comma)undefined -fno-sanitize-recover=all))

.PHONY: parity
parity: .build/gcc/parity .build/clang/parity .build/sanitized/parity

# --- fuzzing: .build/fuzz/fuzz_<name>, from tests/fuzz ------------------------------------------

FUZZ_SECONDS ?= 60
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/*.c))
FUZZ_HELPERS := $(filter-out tests/fuzz/fuzz_%,$(FUZZ_SOURCES))

$(eval $(call native,fuzz,$(CLANG),-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link$(comma)address$(comma)undefined -fno-sanitize-recover=all))

.build/fuzz/fuzz_%: .build/fuzz/tests/fuzz/fuzz_%.o $(FUZZ_HELPERS:%.c=.build/fuzz/%.o) .build/fuzz/libspusk.a
	@$(CLANG) -fsanitize=fuzzer$(comma)address$(comma)undefined $^ -lm -o $@

-include $(FUZZ_SOURCES:%.c=.build/fuzz/%.d)

fuzz:
	@./build.sh tests
	@tests/fuzz/run.sh $(FUZZ_SECONDS)

# --- the core: web/dist/spusk.wasm (128-bit vectors), spusk-scalar.wasm, spusk-core.js ------------

# Training spends its time in tensor, maxpool and, far less, in what is WARM (where digits are drawn,
# before the first update can be seen). Neither maxpool's nor WARM's loops gain from being unrolled.
# The loops of tensor that count are vectors and unrolled as they are written; compilers must not do
# it to the others. Rules that move SP_TURN weights at a time say which loop is to become vectors.
# The rest is better small, since the module travels. For the same reason the small allocator:
# nothing allocates while training.
COLD := api/% data/% lab/% surface/% base/arena base/common base/hash base/kind base/memory \
        nn/gradcheck nn/hinge nn/init nn/layout nn/registry nn/regression_losses
WARM := nn/% optim/% base/% data/gather data/batches data/digits%
HOT  := nn/maxpool
MADE := tensor/%
TURN := optim/adam optim/sgd

FOR_COLD := -Oz
FOR_WARM := -O2 -fno-unroll-loops
FOR_HOT  := -fno-unroll-loops
FOR_MADE := -fno-unroll-loops -fno-vectorize -fno-slp-vectorize
FOR_TURN := -fno-vectorize -fno-slp-vectorize
KINDS    := COLD WARM HOT MADE TURN

# The stack lies below the data, so that an overflow traps instead of overwriting them. (TOTAL_STACK
# is the old name of STACK_SIZE, which newer versions of emcc still know.)
WASM_LINK := --no-entry -sSTANDALONE_WASM -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=2147483648 \
             -sMALLOC=emmalloc -sTOTAL_STACK=524288 -Wl,--stack-first

# $(call wasm,variant,flags,file)
define wasm
$(eval $(call says,.build/$(1)/flags,$(EMCC) $(2) $(WASM_LINK) $(foreach kind,$(KINDS),/ $($(kind)): $(FOR_$(kind)))))

.build/$(1)/%.o: %.c .build/$(1)/flags
	@mkdir -p $$(@D)
	@$(EMCC) $(C_FLAGS) $(WARNINGS) $(2) $$(SMALL) -MMD -MP -c $$< -o $$@

$(COLD:%=.build/$(1)/c_src/%.o): SMALL := $(FOR_COLD)
$(WARM:%=.build/$(1)/c_src/%.o): SMALL := $(FOR_WARM)
$(HOT:%=.build/$(1)/c_src/%.o): SMALL := $(FOR_HOT)
$(MADE:%=.build/$(1)/c_src/%.o): SMALL := $(FOR_MADE)
$(TURN:%=.build/$(1)/c_src/%.o): SMALL := $(FOR_TURN)

web/dist/$(3): $(C_SOURCES:%.c=.build/$(1)/%.o) .build/sources c_src/api/api.h web/tools/wasm-exports.js web/tools/wasm-alike.js web/tools/wasm-code.js
	@mkdir -p $$(@D)
	@$(EMCC) $(2) -Oz $(WASM_LINK) $$(filter %.o,$$^) -o .build/$(1)/linked.wasm
	@node web/tools/wasm-exports.js c_src/api/api.h .build/$(1)/linked.wasm $$@

-include $(patsubst %.c,.build/$(1)/%.d,$(C_SOURCES))
endef

# Whoever has vectors has these instructions too, which are shorter than what stands for them.
NEWER := -mnontrapping-fptoint -msign-ext
$(eval $(call wasm,wasm,-O3 -msimd128 $(NEWER),spusk.wasm))
$(eval $(call wasm,wasm-scalar,-O3,spusk-scalar.wasm))

# The core as JavaScript, for pages where WebAssembly is forbidden or missing. wasm2js is a part of
# Binaryen, which emcc brings along.
WASM2JS ?= $(shell command -v wasm2js || echo "$$(em-config BINARYEN_ROOT)/bin/wasm2js")

web/dist/spusk-core.js: web/dist/spusk-scalar.wasm web/tools/core-script.js
	@node web/tools/core-script.js "$(WASM2JS)" $< $@

# --- measurements: tests/bench ------------------------------------------------------------------

BENCH_SOURCES := $(sort $(wildcard tests/bench/*.c tests/bench/contestants/*.c))
BENCH_BUILT   := .build/bench/kernels.wasm .build/bench/rules.wasm \
                 .build/gcc/bench-updates .build/clang/bench-updates

.build/bench/%.wasm: .build/wasm/tests/bench/%.o $(C_SOURCES:%.c=.build/wasm/%.o) .build/sources
	@mkdir -p $(@D)
	@$(EMCC) -O3 -msimd128 $(WASM_LINK) $(filter %.o,$^) -o $@

.build/%/bench-updates: .build/%/tests/bench/contestants/native.o .build/%/libspusk.a
	@$(GCC) $^ -lm -o $@

-include $(BENCH_SOURCES:%.c=.build/wasm/%.d) .build/gcc/tests/bench/contestants/native.d

.PHONY: bench bench-short bench-built
bench-built: $(BENCH_BUILT)

bench:
	@./build.sh bench
	@$(MAKE) -j$(JOBS) bench-built
	@node tests/bench/bench.js

bench-short:
	@./build.sh bench
	@$(MAKE) -j$(JOBS) bench-built
	@node tests/bench/bench.js --short

# --- page -----------------------------------------------------------------------------------

WEB_SOURCES := $(sort $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*'))
$(eval $(call says,.build/web-sources,$(WEB_SOURCES)))

dist: web/dist/index.html

# Written last by bundle.js, so it stands for all that is bundled.
web/dist/index.html: web/dist/spusk.wasm web/dist/spusk-scalar.wasm web/dist/spusk-core.js $(WEB_SOURCES) $(C_SOURCES) .build/web-sources
	@node web/tools/bundle.js

# --- checks ---------------------------------------------------------------------------------

.PHONY: check-format-c check-format check-c check-lint check-types check-layers
check:
	@./build.sh tests
	@tests/run.sh check-format-c check-format check-c check-lint check-types check-layers

check-format-c:
	@$(CLANG_FORMAT) --dry-run -Werror $$(find c_src tests -name '*.[ch]' -not -path '*/node_modules/*')

check-format:
	@$(BIN)/prettier --check --cache --cache-location .build/prettier .

check-c: $(foreach v,check-gcc check-clang,$(patsubst %.c,.build/$(v)/%.o,$(C_SOURCES) $(C_TESTS) $(C_HELPERS) $(FUZZ_SOURCES) tests/parity/native.c))

check-lint:
	@$(BIN)/eslint --cache --cache-location .build/eslint --config web/eslint.config.js web tests

check-types:
	@$(BIN)/tsc -p web --incremental --tsBuildInfoFile .build/web.tsbuildinfo
	@$(BIN)/tsc -p tests --incremental --tsBuildInfoFile .build/tests.tsbuildinfo

check-layers:
	@node tests/tools/layers.js
