#!/bin/sh
# fastapi-problem-details 0.1.5 (Python) answers 500 where an error's detail is an object.
#
# Expected: HTTPException takes any JSON as its detail, and FastAPI sends it with the status. In a problem, detail is a
#   string (RFC 9457, 3.1.4), so the object goes into members of its own.
# Actual (3 December 2026): with fastapi-problem-details a 409 turns into a 500. fastapi-problem keeps the status, but
#   its detail is an object, which clients must ignore (RFC 9457, 3.1).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check fastapi==0.165.0 httpx==0.29.0 fastapi-problem-details==0.1.5 fastapi-problem==0.12.1
cat > run.py <<'EOF'
import fastapi_problem_details
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient
from fastapi_problem.handler import add_exception_handler, new_exception_handler


def ask(app):
    @app.post("/members")
    def add():
        raise HTTPException(409, {"code": "taken"})

    response = TestClient(app, raise_server_exceptions=False).post("/members")
    return response.status_code, response.json()["detail"]


print("FastAPI alone", *ask(FastAPI()))
app = FastAPI()
fastapi_problem_details.init_app(app)
status, detail = ask(app)
print("fastapi-problem-details", status, detail.splitlines()[0])
app = FastAPI()
add_exception_handler(app, new_exception_handler())
print("fastapi-problem", *ask(app))
EOF
python/bin/python run.py > seen.txt 2> warnings.txt
diff - seen.txt <<'EOF'
FastAPI alone 409 {'code': 'taken'}
fastapi-problem-details 500 2 validation errors for Problem
fastapi-problem 409 {'code': 'taken'}
EOF
echo "as described: fastapi==0.165.0 and httpx==0.29.0 and fastapi-problem-details==0.1.5 and fastapi-problem==0.12.1"
