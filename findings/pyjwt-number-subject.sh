#!/bin/sh
# PyJWT 2.15.1 issues a token with a numeric subject, then refuses to decode it.
#
# Expected: a numeric subject, such as a database key, is refused at encoding, as a numeric issuer is, or
#   accepted at decoding, as jsonwebtoken 9.0.3 does.
# Actual (3 December 2026): encode accepts it, so the error only appears where the token is presented: the
#   subject must be a string. The same goes for jti.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts jsonwebtoken@9.0.3
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check PyJWT==2.15.1
cat > run.mjs <<'EOF'
import jwt from 'jsonwebtoken';
const key = 'k'.repeat(32);
for (const claims of [{ sub: 7 }, { jti: 7 }]) console.log('Node', JSON.stringify(claims), typeof jwt.verify(jwt.sign(claims, key), key));
EOF
cat > run.py <<'EOF'
import jwt

key = "k" * 32
for claims in ({"sub": 7}, {"jti": 7}, {"iss": 7}):
    done = []
    try:
        token = jwt.encode(claims, key, "HS256")
        done.append("made")
        jwt.decode(token, key, ["HS256"])
        done.append("read")
    except (jwt.InvalidTokenError, TypeError) as error:
        done.append(str(error))
    print("Python", claims, *done)
EOF
node run.mjs > seen.txt
python/bin/python run.py >> seen.txt
diff - seen.txt <<'EOF'
Node {"sub":7} object
Node {"jti":7} object
Python {'sub': 7} made Subject must be a string
Python {'jti': 7} made JWT ID must be a string
Python {'iss': 7} Issuer (iss) must be a string.
EOF
echo "as described: jsonwebtoken@9.0.3 and PyJWT==2.15.1"
