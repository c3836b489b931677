"""In which capacity a person works in a grid, and which rule counts whom.

Domain reference 5.6: one full-time officer per grid; two political-legal officers or legal
workers per grid on average; cadres, building heads and others besides.
"""

from django.db.models import TextChoices


class Capacity(TextChoices):
    FULL_TIME = "full_time", "专职网格员"
    PART_TIME = "part_time", "兼职网格员"
    SECONDED_CADRE = "seconded_cadre", "下沉干部"
    POLITICAL_LEGAL = "political_legal", "政法干警"
    LEGAL_WORKER = "legal_worker", "法律工作者"
    BUILDING_HEAD = "building_head", "楼栋长"
    GRID_LEADER = "grid_leader", "网格长"
    INSTRUCTOR = "instructor", "网格指导员"


LEGAL = (Capacity.POLITICAL_LEGAL, Capacity.LEGAL_WORKER)
SECONDED = (*LEGAL, Capacity.SECONDED_CADRE)


class UnitKind(TextChoices):
    PARTY = "party", "党群机关"
    GOVERNMENT = "government", "政府部门"
    JUDICIAL = "judicial", "政法机关"
    INSTITUTION = "institution", "事业单位"
    ENTERPRISE = "enterprise", "国有企业"
    ORGANISATION = "organisation", "人民团体"
    OTHER = "other", "其他"


class Part(TextChoices):
    """How a unit covers a grid."""

    LEAD = "lead", "主包"
    SUPPORT = "support", "协助"


class Duty(TextChoices):
    """The duties a covering unit takes on (domain reference 5.5)."""

    PARTY_BUILDING = "party_building", "党建"
    GOVERNANCE = "governance", "基层治理"
    SERVICE = "service", "服务群众"
    SHORTCOMINGS = "shortcomings", "补短板"
