#!/usr/bin/env bash
# Installs what is missing, builds, runs every test; the last line is "N passed, N failed".
# --long adds the long runs and the timings.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ "${1:-}" == "--long" ]] && export SCREENOPS_LONG=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

passed=0 failed=0
results=$(mktemp -d)
trap 'kill $(jobs -p) 2> /dev/null; rm -rf "$results"' EXIT

finish() { echo "$passed passed, $failed failed"; [[ $failed -eq 0 && $passed -gt 0 ]]; exit $?; }
stop() { echo "$1" >&2; failed=$((failed + 1)); finish; }
has() { command -v "$1" > /dev/null; }

has dotnet || stop "The .NET 10 SDK is missing: install it from https://dot.net."
has npm || stop "Node 20 or later is missing: install it from https://nodejs.org."

# What the tests drive from outside: a Redis, a browser with Chinese letters, a reader of QR codes, PostgreSQL, and in the long run two load balancers.
missing=()
has redis-server || missing+=(redis-server)
has chromium || has chromium-browser || has google-chrome || missing+=(chromium)
has zbarimg || missing+=(zbar-tools)
has fc-list && fc-list :lang=zh | grep -q . || missing+=(fontconfig fonts-noto-cjk)
if [[ -n "${SCREENOPS_LONG:-}" ]]; then
    [[ -x /usr/sbin/nginx ]] || has nginx || missing+=(nginx-light)
    [[ -x /usr/sbin/haproxy ]] || has haproxy || missing+=(haproxy)
fi
has postgres || compgen -G "/usr/lib/postgresql/*/bin/postgres" > /dev/null || missing+=(postgresql)
if ((${#missing[@]})); then
    if [[ $(id -u) -eq 0 ]] && has apt-get; then
        echo "Installing ${missing[*]}"
        (apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}") > "$results/apt.log" 2>&1 \
            || { tail -20 "$results/apt.log" >&2; stop "apt could not install ${missing[*]}; install them by hand and run this again."; }
    else
        stop "Missing: ${missing[*]}. Install them (Debian, Ubuntu: sudo apt-get install ${missing[*]}) and run this again."
    fi
fi

echo "Building"
# The pages beside the programs: neither needs the other until a test opens them.
(dotnet msbuild src/ScreenOps.Embedded -t:Postgres -v:quiet && dotnet msbuild src/ScreenOps.Server -t:WebPages -v:quiet) > "$results/pages.log" 2>&1 &
pages=$!
dotnet build ScreenOps.sln -p:SkipWeb=true -v quiet > "$results/build.log" 2>&1 || { cat "$results/build.log" >&2; stop "The build failed."; }
wait "$pages" || { cat "$results/pages.log" >&2; stop "The web pages could not be built."; }

# What is renewed under load is what a machine would run: compiled for it beforehand. Its lock files lie with what is built, the repository's are for all machines.
if [[ -n "${SCREENOPS_LONG:-}" ]]; then
    dotnet publish src/ScreenOps.Server -c Release -r "$(dotnet --info | sed -n 's/^ *RID: *//p' | head -1)" --self-contained -p:SkipWeb=true -p:NuGetLockFilePath=obj/published.lock.json -o "$results/published" -v quiet > "$results/publish.log" 2>&1 \
        || { cat "$results/publish.log" >&2; stop "The server could not be published."; }
    export SCREENOPS_SERVER="$results/published/ScreenOps.Server"
fi

# A run that ends without figures counts as one failure.
count() {
    local ok=$1 bad=$2 status=$3
    [[ $status -ne 0 && $bad -eq 0 ]] && bad=1
    passed=$((passed + ok)) failed=$((failed + bad))
}

# The first number that the pattern finds in the file; 0 where there is none.
figure() { local n; n=$(sed -n "s/.*$1.*/\1/p" "$2" 2> /dev/null | head -1); echo "${n:-0}"; }
# The sum of an attribute over a report's test suites.
total() { grep -o '<testsuite [^>]*' "$2" 2> /dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ s += $1 } END { print s + 0 }'; }

# Each part is a program of its own with engines of its own, so that they run beside each other, and ends with this. For the long run are minutes
# of servers renewed behind proxies, of nine thousand sites, of a rehearsed morning that browsers look back at, of every page under axe, of its pictures and of a wall's day, and what goes by how long a thumb stays, which a busy machine cannot tell.
[[ -n "${SCREENOPS_LONG:-}" ]] && kept=() || kept=(-class- '*.RollingTests' -class- '*.BudgetTests' -class- '*.WallTests' -class- '*.ThumbTests' -class- '*.LookingBackTests' -class- '*.EveryPageTests' -class- '*.PictureTests')
declare -A running
begin() { "run_$1" "$2" > "$results/$2.out" 2>&1 & running[$2]=$!; }
ended() { wait "${running[$1]}"; local status=$?; echo "$1"; cat "$results/$1.out"; return $status; }

run_project() { exec "tests/$1/bin/Debug/net10.0/$1" "${kept[@]}" -noLogo -noColor -noAutoReporters -reporter quiet -result-junit "$results/$1.xml"; }

project() {
    ended "$1"
    local status=$? tests failures
    tests=$(total tests "$results/$1.xml") failures=$(total failures "$results/$1.xml")
    count $((tests - failures - $(total skipped "$results/$1.xml"))) "$failures" $status
}

run_web() { cd src/ScreenOps.Web && exec node node_modules/vitest/vitest.mjs run --reporter=default --reporter=json --outputFile.json="$results/web.json"; }

web() {
    ended ScreenOps.Web
    local status=$?
    count "$(figure '"numPassedTests":\([0-9]*\)' "$results/web.json")" "$(figure '"numFailedTests":\([0-9]*\)' "$results/web.json")" $status
}

# The whole road once, as a load: a server, a Redis and a PostgreSQL of its own, every command of two seconds in the ledger once. Its speed is not looked at.
run_loads() { exec "loadtests/$1/bin/Debug/net10.0/$1" counters --seconds 2 --json "$results/loads.json"; }

loads() {
    ended ScreenOps.LoadTests > "$results/loads.told"
    local status=$?
    if [[ $status -eq 0 ]] && grep -q '"acked": [1-9]' "$results/loads.json" && grep -q '"lost": 0' "$results/loads.json" && grep -q '"doubled": 0' "$results/loads.json"; then
        echo ScreenOps.LoadTests
        count 1 0 0
    else
        cat "$results/loads.told"
        count 0 1 $status
    fi
}

# What waits for nothing but the processor comes first; then what mostly waits for others.
begin web ScreenOps.Web
begin project ScreenOps.Core.Tests
web
project ScreenOps.Core.Tests
begin project ScreenOps.Server.Tests
begin project ScreenOps.Browser.Tests
begin loads ScreenOps.LoadTests
loads
project ScreenOps.Browser.Tests
project ScreenOps.Server.Tests
finish
