"""The words of the design: stages, parties, channels, notice kinds and states, one enum each."""

from enum import StrEnum

# Who a cancellation is put down to that HR operations requested in the Temporal UI, which does not say who pressed.
FROM_UI = "temporal-ui"
# The actor of what the candidate does on their page.
CANDIDATE = "candidate"


class Stage(StrEnum):
    """Where an interview stands (阶段)."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    RESCHEDULE_REQUESTED = "reschedule_requested"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Party(StrEnum):
    """Who caused a cancellation (责任方)."""

    CANDIDATE = "candidate"
    COMPANY = "company"
    INTERVIEWER = "interviewer"
    SYSTEM = "system"


class Role(StrEnum):
    """What an API user may do: a recruiter sees own interviews, a manager and HR operations all of their organisations; a manager
    decides on reviews of the team, and sets nothing up."""

    RECRUITER = "recruiter"
    MANAGER = "manager"
    HROPS = "hrops"
    ADMIN = "admin"


class Outcome(StrEnum):
    """What the recruiter says happened after the interview's end; never marked by itself."""

    COMPLETED = "completed"
    CANDIDATE_NO_SHOW = "candidate_no_show"
    INTERVIEWER_NO_SHOW = "interviewer_no_show"


class Channel(StrEnum):
    """How a notice travels; `inbox` is the in-app message (系统消息), `phone` a call that a recruiter makes (电话任务)."""

    SMS = "sms"
    EMAIL = "email"
    INBOX = "inbox"
    PHONE = "phone"


class Audience(StrEnum):
    """Whom a notice is for."""

    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    HROPS = "hrops"


class NoticeKind(StrEnum):
    """What a notice says; the wording of each is in domain/wording.py."""

    INVITE = "invite"
    CONFIRM_REQUEST = "confirm_request"
    REMINDER = "reminder"
    CANCELLED = "cancelled"
    MOVED = "moved"
    OPTIONS_OFFERED = "options_offered"
    REQUEST_RECEIVED = "request_received"
    REQUEST_DECLINED = "request_declined"
    SURVEY = "survey"
    MISSED_YOU = "missed_you"
    INTERVIEWER_ABSENT = "interviewer_absent"
    # to the recruiter (inbox)
    CANDIDATE_CONFIRMED = "candidate_confirmed"
    CANDIDATE_CANCELLED = "candidate_cancelled"
    APPROVAL_WANTED = "approval_wanted"
    APPROVAL_OVERDUE = "approval_overdue"
    OUTCOME_WANTED = "outcome_wanted"
    REASON_WANTED = "reason_wanted"
    PHONE_WANTED = "phone_wanted"
    MAY_BE_COMING = "may_be_coming"
    HUMAN_WANTED = "human_wanted"
    DELETION_WANTED = "deletion_wanted"
    COPY_WANTED = "copy_wanted"


class NoticeState(StrEnum):
    """The ledger's states of one notice (design rule 4)."""

    INTENT = "intent"
    ATTEMPTING = "attempting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    FAILED = "failed"
    SKIPPED = "skipped"


class Locale(StrEnum):
    """Languages that notices and summaries are written in."""

    ZH = "zh-CN"
    EN = "en"
