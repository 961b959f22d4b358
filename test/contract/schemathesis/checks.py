"""What schemathesis looks for beside its own checks: 500 is the real system's word for some requests."""

import re

import schemathesis

OF_THE_REAL_SYSTEM = re.compile(
    r"java\.(lang|util)\.\w+(Exception| cannot be cast to)|No (creational|query|delete) API found"
    r"|For input string: |the body (is (empty|not (valid JSON|a JSON object))|names no message)"
)


@schemathesis.check
def no_defect(ctx, response, case):
    text = response.content.decode(errors="replace")
    # A PUT that names no operation fails there without a word.
    is_silent = text == "" and case.method == "PUT"
    if response.status_code >= 500 and response.status_code not in (503, 507) and not is_silent:
        assert OF_THE_REAL_SYSTEM.match(text), f"{response.status_code}: {text}"
    is_database = text.startswith("SQLite format 3")
    assert is_database or ("node:internal" not in text and "SQLITE_" not in text), text
