"""One's own address: written by oneself, taken away by oneself."""

import pytest
from django.test import Client

from tests.web.parts.conftest import PASSWORD
from tests.web.parts.test_sign_in import body, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
OWN = "/sign-in/email/own/"


def test_written_refused_and_taken_away(city):
    client = Client()
    assert client.get(OWN).status_code == 302, "not for strangers"
    sign_in(client, "clerk", PASSWORD)
    assert "没有接上邮件服务器" in body(client.get(OWN))
    wrong = client.post(OWN, {"email": "nothing"})
    assert wrong.status_code == 422
    assert "名字@单位.cn" in body(wrong)
    for email in ("clerk@example.cn", ""):
        assert client.post(OWN, {"email": email}).status_code == 303
        city.people["clerk"].refresh_from_db()
        assert city.people["clerk"].email == email
    assert OWN in body(client.get("/desk/inbox/"))
