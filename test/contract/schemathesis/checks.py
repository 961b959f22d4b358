"""What schemathesis looks for beside its own checks: 500 is the real system's word for some requests."""

import re

import schemathesis

OF_THE_REAL_SYSTEM = re.compile(
    r"java\.lang\.\w+Exception|No (creational|query|delete) API found|the body is not (valid JSON|a JSON object)"
)


@schemathesis.check
def no_defect(ctx, response, case):
    if response.status_code >= 500 and response.status_code not in (503, 507):
        assert OF_THE_REAL_SYSTEM.match(response.text), f"{response.status_code}: {response.text}"
    assert "node:internal" not in response.text and "SQLITE_" not in response.text, response.text
