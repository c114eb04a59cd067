from lianxinqiao.organisation.models.appointment import Appointment
from lianxinqiao.organisation.models.body import Body
from lianxinqiao.organisation.models.member import Member
from lianxinqiao.organisation.models.person import Person
from lianxinqiao.organisation.models.place import Place

__all__ = ["Appointment", "Body", "Member", "Person", "Place"]
