"""What notices to staff say in English; the fields are in domain/wording_en_fields.py."""

from domain.wording_facts import Draft

FILE = ("candidate", "position", "when")
FILE_BEFORE = ("candidate", "position", "original")

DRAFTS = {
    "candidate_confirmed": Draft(
        subject="{who} confirmed the interview{topic}",
        lead="{who} confirmed that they will attend.",
        rows=FILE,
        body=(),
        button="Open the interview",
    ),
    "candidate_confirmed/picked": Draft(
        subject="{who} picked a new time{topic}",
        lead="{who} picked one of the times you offered; the old one is no longer valid. That they attend is still to be confirmed.",
        rows=("candidate", "position", "old", "new"),
        body=(),
        button="Open the interview",
    ),
    "candidate_cancelled/company": Draft(
        subject="The interview of {who} was cancelled by the company{topic}",
        lead="The following interview was cancelled by the company{late_note}; the candidate is being told.",
        rows=(*FILE_BEFORE, "internal", "remark"),
        body=("{elsewhere}",),
        button="Open the interview",
    ),
    "candidate_cancelled/candidate": Draft(
        subject="{who} cancelled the interview{topic}",
        lead="{who} cancelled the following interview{late_note}.",
        rows=(*FILE_BEFORE, "internal", "remark"),
        body=("{elsewhere}", "{next}"),
        button="Open the interview",
    ),
    "approval_wanted": Draft(
        subject="{who} asks for another time{topic}",
        lead="{who} asks for another interview time. Please approve or decline soon. {standing}",
        rows=(*FILE_BEFORE, "remark"),
        body=("{options}",),
        button="Answer the request",
    ),
    "approval_overdue": Draft(
        subject="A request for another time is overdue{topic}",
        lead="The request of {who} for another time is overdue and they are still waiting. Please approve or decline soon. {standing}",
        rows=(*FILE_BEFORE, "recruiter", "remark"),
        body=("{options}",),
        button="Answer the request",
    ),
    "outcome_wanted": Draft(
        subject="Please record the outcome{topic}",
        lead="The following interview is over. Please record its outcome: completed, candidate absent or interviewer absent. "
        "The system never decides this by itself.",
        rows=(*FILE, "recruiter"),
        body=(),
        button="Record the outcome",
    ),
    "phone_wanted": Draft(
        subject="Please call {who}{topic}",
        lead="The notice to {who} reached them on no channel: please call them soon. The phone task has the number, what to say and "
        "until when; once you take it, your colleagues see that you are on it.",
        rows=FILE_BEFORE,
        body=(),
        button="Open the phone task",
    ),
    "may_be_coming": Draft(
        subject="URGENT: {who} may be on the way{topic}",
        lead="The following interview no longer holds, but {who} has not been reached and may be on the way. Please call at once.",
        rows=(*FILE_BEFORE, "recruiter"),
        body=(),
        button="Open the phone task",
    ),
    "human_wanted": Draft(
        subject="{who} asks for a human interviewer{topic}",
        lead="{who} asks to be interviewed by a person instead of the AI (PIPL art. 24). Please arrange it or answer in time; the "
        "candidate reads the answer on their page.",
        rows=(*FILE, "recruiter"),
        body=("The time stands until you change it. By when to answer is shown under candidate requests.",),
        button="Answer the request",
    ),
    "deletion_wanted": Draft(
        subject="{who} asks for their data to be deleted{topic}",
        lead="{who} asks us to delete their personal data of this interview (PIPL art. 47). It can be done once the interview is closed; "
        "by when is shown under candidate requests.",
        rows=(*FILE_BEFORE, "recruiter"),
        body=(),
        button="Answer the request",
    ),
    "copy_wanted": Draft(
        subject="{who} asks for a copy of their data{topic}",
        lead="{who} asks for a copy of their personal data of this interview (PIPL art. 45). It can be exported under candidate "
        "requests; please make sure whom you send it to.",
        rows=(*FILE_BEFORE, "recruiter"),
        body=(),
        button="Answer the request",
    ),
    "reason_wanted": Draft(
        subject="Please add the reason for cancelling{topic}",
        lead="The following interview was cancelled without a reason. Please add it soon.",
        rows=FILE_BEFORE,
        body=(
            "The reason must be specific and true, for example “The hiring plan for this position has changed”; "
            "vague ones such as “Other” or “Personal reasons” are not accepted.",
        ),
        button="Add the reason",
    ),
}
