#!/bin/sh
# Lets libFuzzer look for inputs that break the core, and ends with a line for each program.
#   tests/fuzz/run.sh 60 csv api      60 seconds each; without names all programs
# Starts from the inputs in tests/fuzz/corpus; what it finds on the way is kept in
# .build/fuzz/corpus and used the next time. An input that breaks something is kept in
# .build/fuzz/found; `.build/fuzz/fuzz_csv <file>` runs it again.
cd "$(dirname "$0")/../.." || exit 1

seconds=${1:-60}
[ $# = 0 ] || shift
[ $# != 0 ] || set -- $(ls tests/fuzz/fuzz_*.c | sed 's/.*fuzz_\(.*\)\.c/\1/')

failed=0 summary=
for name in "$@"; do
  make --no-print-directory -j"$(nproc 2>/dev/null || echo 2)" ".build/fuzz/fuzz_$name" || exit 1
  mkdir -p ".build/fuzz/corpus/$name" .build/fuzz/found
  log=.build/fuzz/$name.log
  echo "--- $name, $seconds s"
  # Memory that is not given back is counted by the core itself. An input takes milliseconds; the
  # clock of a busy machine must not count as the core's.
  if ".build/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1024 \
    -detect_leaks=0 -max_len=4096 -print_final_stats=1 -artifact_prefix=".build/fuzz/found/$name-" \
    ".build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
    word=passed
  else
    word=FAILED failed=1
    tail -n 60 "$log"
  fi
  inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  places=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
  summary="$summary$(printf '%-8s%s (%s inputs, %s places reached)' "$name" "$word" \
    "${inputs:-?}" "${places:-?}")
"
done
echo "--- summary"
printf '%s' "$summary"
exit $failed
