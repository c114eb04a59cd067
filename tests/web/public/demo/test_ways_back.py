"""In the demo one browser plays everybody: from behind a door it finds back to the matter that it sent."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from lianxinqiao.web.parts.demo import RECEIPT
from tests.web.public.conftest import told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
WORDS = "回到我当群众说的那件事"


def test_the_receipt_of_this_browser_is_one_press_away(settings, city, resident):
    settings.DEMO = True
    address = reverse("receipt", args=[resident.said(city)])
    assert WORDS not in told(resident.client.get(address))
    resident.client.force_login(get_user_model().objects.filter(is_active=True).first())
    page = told(resident.client.get("/"))
    assert WORDS in page
    assert address in page
    resident.client.cookies[RECEIPT] = "../../x"
    assert WORDS not in told(resident.client.get("/"))


def test_outside_the_demo_no_browser_carries_a_receipt(settings, city, resident):
    settings.DEMO = False
    resident.client.get(reverse("receipt", args=[resident.said(city)]))
    assert RECEIPT not in resident.client.cookies
