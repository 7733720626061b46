#!/bin/sh
# Runs the suites that are named, all of them even when one fails, and ends with a line for each.
# Called by the Makefile:
#   tests/run.sh c-gcc node browser
# Suites: c-<variant> (cmocka programs), node, browser and chromium (the first browser tests and the
# others, in Chromium), firefox, webkit (all that run there), firefox-most (without fuzz),
# webkit-first (the first ones), recipes, and any check-... target of the Makefile.
cd "$(dirname "$0")/.." || exit 1

BROWSER_FIRST='tests/browser/page.test.js tests/browser/parity.test.js'
jobs=$(nproc 2>/dev/null || echo 2)

# Builds the programs of a variant and runs each. A program that passes is one line, made of
# cmocka's own words; what a failing one said is shown in full.
c_tests() {
  bad=0 programs=0 tests=0
  make --no-print-directory -k -j"$jobs" "c-$1" || bad=1
  for source in tests/c/test_*.c; do
    name=$(basename "$source" .c)
    log=.build/$1/tests/c/$name.log
    rm -f "$log"
    programs=$((programs + 1))
    if ".build/$1/tests/c/$name" >"$log" 2>&1 && grep -q '^\[  PASSED  \]' "$log"; then
      passed=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$log" | awk '{ n += $1 } END { print n }')
      tests=$((tests + passed))
      printf '%-28s%s\n' "$name" "$(grep -E '^\[  (PASSED|SKIPPED)  \]' "$log" | tr '\n' ' ')"
    else
      bad=$((bad + 1))
      cat "$log" 2>/dev/null
      echo "$name FAILED"
    fi
  done
  closing="$programs programs, $tests tests passed, $bad failures"
  echo "$closing"
  [ "$programs" -gt 0 ] && [ "$bad" = 0 ]
}

# node_tests concurrency files...: node's own reporter closes with the numbers.
node_tests() {
  concurrency=$1
  shift
  # Without files node would look for some by itself.
  if [ $# = 0 ]; then
    echo "no test files"
    return 1
  fi
  log=.build/node-test.tap
  node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination=$log --test-concurrency="$concurrency" "$@"
  status=$?
  closing=$(sed -n 's/^# \(pass\|fail\|skipped\) \([0-9]*\)$/\2 \1/p' $log | paste -sd, | sed 's/,/, /g')
  return $status
}

choosing() { grep -rl --include='*.test.js' '/browsers.js' tests/browser | sort; }

run_suite() {
  case "$1" in
    c-*) c_tests "${1#c-}" ;;
    node)
      make --no-print-directory -k -j"$jobs" parity
      node_tests "$jobs" $(find tests -name '*.test.js' -not -path '*/node_modules/*' -not -path 'tests/browser/*' | sort)
      ;;
    # One after the other: a browser wants the machine for itself. The first few are quick, and
    # tell whether the page works at all; chromium is the others.
    browser) node_tests 1 $BROWSER_FIRST ;;
    chromium)
      node_tests 1 $(find tests/browser -name '*.test.js' | sort | grep -vxF "$(printf '%s\n' $BROWSER_FIRST)")
      ;;
    recipes) node_tests 1 tests/browser/built-recipes.test.js tests/browser/recipes.test.js ;;
    webkit-first) SPUSK_BROWSER=webkit node_tests 1 $BROWSER_FIRST ;;
    # Those that take their browser from where it can be chosen.
    firefox | webkit) SPUSK_BROWSER=$1 node_tests 1 $(choosing) ;;
    # Without clicks at random, which are never twice the same: CI makes them in Chromium.
    firefox-most) SPUSK_BROWSER=firefox node_tests 1 $(choosing | grep -v '/fuzz\.test') ;;
    *) make --no-print-directory -k -j"$jobs" "$1" ;;
  esac
}

failed=0 summary=
for suite in "$@"; do
  echo "--- $suite"
  closing=
  if run_suite "$suite"; then word=passed; else word=FAILED failed=1; fi
  summary="$summary$(printf '%-16s%s%s' "$suite" "$word" "${closing:+ ($closing)}")
"
done
echo "--- summary"
printf '%s' "$summary"
exit $failed
