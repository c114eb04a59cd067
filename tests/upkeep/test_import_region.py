"""A region's folder, laid from the command line into an empty register."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lianxinqiao.base import sheets
from lianxinqiao.organisation import queries
from lianxinqiao.organisation.enums import BodyKind
from lianxinqiao.organisation.models import Place
from lianxinqiao.upkeep import imports
from tests.factories.network import AT, BY

pytestmark = pytest.mark.django_db


def region(settings, *args):
    out = io.StringIO()
    call_command("import", "region", str(settings.BASE_DIR / "data" / "shangluo"), "--json", *args, stdout=out)
    return json.loads(out.getvalue())


def test_import_region_once(settings):
    assert region(settings, "--dry-run")["changed"] > 1432
    assert not Place.objects.exists()
    assert region(settings) == {"rows": 1432, "changed": 1432 + 34 + 10, "faults": []}
    assert region(settings)["changed"] == 0
    assert queries.bodies(BodyKind.SECTOR).count() == 34


@pytest.mark.parametrize("folder", ["/nowhere", "tests"])
def test_a_wrong_folder_exits_2(folder):
    with pytest.raises(CommandError) as told:
        call_command("import", "region", folder)
    assert told.value.returncode == 2


def test_before_places_are_laid():
    data = sheets.write(
        title="表", columns=imports.STUDIO_COLUMNS, rows=[{"code": "S1", "name": "x", "type": "区域型"}]
    )
    batch = imports.studios(data, by=BY, at=AT)
    assert (batch.changed, len(batch.faults)) == (0, 1)
    assert "region" in batch.faults[0].expected
