from grids.review.models.cases import CaseEvent, Lifecycle
from grids.review.models.comments import Comment
from grids.review.models.findings import Condition, Paper, Waiver
from grids.review.models.notifications import Notification

__all__ = ["CaseEvent", "Comment", "Condition", "Lifecycle", "Notification", "Paper", "Waiver"]
