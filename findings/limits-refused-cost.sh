#!/bin/sh
# limits 5.8.0 (Python) uses up a fixed window for a request that it refuses.
#
# Expected: of a limit of 3, 2 are used, and a request that costs 2 is refused: 1 is left, and a request that costs 1
#   is allowed, as with MovingWindowRateLimiter.
# Actual (3 December 2026): FixedWindowRateLimiter counts the refused request, so nothing is left and the small one
#   is refused as well, until the window ends. A client that sends one big batch too many can't send anything.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check limits==5.8.0
cat > run.py <<'EOF'
from limits import parse, storage, strategies

for strategy in (strategies.MovingWindowRateLimiter, strategies.FixedWindowRateLimiter, strategies.SlidingWindowCounterRateLimiter):
    limiter = strategy(storage.MemoryStorage())
    limit = parse("3/day")
    hits = [limiter.hit(limit, "eve", cost=cost) for cost in (2, 2)]
    remaining = limiter.get_window_stats(limit, "eve").remaining
    print(strategy.__name__, hits, remaining, limiter.hit(limit, "eve", cost=1))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
MovingWindowRateLimiter [True, False] 1 True
FixedWindowRateLimiter [True, False] 0 False
SlidingWindowCounterRateLimiter [True, False] 1 True
EOF
echo "as described: limits==5.8.0"
