"""What each notice says in English, case by case; the fields are in domain/wording_en_fields.py."""

from domain.wording_facts import Draft

INTERVIEW = ("position", "when", "minutes", "form", "join")
CALLED_OFF = ("position", "original", "reason")
MOVED = ("position", "old", "new", "minutes", "form", "join")
BEFORE = ("position", "original")
LABELS = {
    "candidate": "Candidate",
    "position": "Position",
    "when": "Time",
    "new": "New time",
    "original": "Original time",
    "old": "Old time (no longer valid)",
    "minutes": "Expected length",
    "form": "Format",
    "join": "Interview link",
    "reason": "Reason",
    "internal": "Reason (internal)",
    "remark": "Remark",
    "recruiter": "Recruiter",
}
SORRY = " We know that you had set this time aside, and we sincerely apologise for the short notice."
PREPARE = (
    "How to prepare:\n"
    "1. Use a computer or phone with a camera and microphone, and test them and your network 10 minutes before;\n"
    "2. Choose a quiet, well-lit place;\n"
    "3. Have your CV at hand."
)
VOLUNTARY = (
    "{How} to answer. Answering is voluntary and does not affect your application; "
    "we use your views to improve how we recruit."
)

DRAFTS = {
    "invite": Draft(
        subject="{tag}Interview invitation{topic}",
        lead="Thank you for applying for {post}. We would like to invite you to an AI cloud interview:",
        rows=INTERVIEW,
        body=("Do you need another time? {How} to confirm, or to ask for another time or cancel.", "{policy}", PREPARE),
        button="Confirm or change the time",
        sms="{sign}{hello}join us for an AI interview{pos} on {short}{where}. Need another time? Change or cancel{ahead}: {act}{ask}.",
    ),
    "confirm_request": Draft(
        subject="{tag}Please confirm your interview{topic}",
        lead="Your AI cloud interview for {post} is coming up. Please check the details and confirm that you will attend:",
        rows=INTERVIEW,
        body=(
            "{How} to confirm. If you cannot attend, tell us as early as you can so that we can move or cancel it.",
            PREPARE,
        ),
        button="Confirm your interview",
        sms="{sign}{hello}your AI interview{pos} is on {short}{where}. Test network and device first. To confirm, {act}{ask}.",
    ),
    "reminder": Draft(
        subject="{tag}Interview reminder{topic}",
        lead="This is a reminder of your AI cloud interview for {post}:",
        rows=INTERVIEW,
        body=(PREPARE, "If anything changes, {how} to tell us."),
        button="View your interview",
        sms="{sign}{hello}reminder: AI interview{pos} on {short}{where}. Test network and device 10 min before. Changes? {Act}{ask}.",
    ),
    "cancelled/candidate": Draft(
        subject="{tag}Interview cancelled{topic}",
        lead="Your AI cloud interview for {post} has been cancelled as you asked. Thank you for letting us know.",
        rows=CALLED_OFF,
        body=("{next}", "{options}"),
        button="{next_button}",
        sms="{sign}{hello}your AI interview{pos} on {short} is cancelled as you asked. Thank you. {sms_next}{ask}.",
    ),
    "cancelled/company": Draft(
        subject="{tag}Interview cancelled{topic}",
        lead="We are sorry to tell you that your AI cloud interview for {post} has been cancelled for reasons on our side; "
        "you do not need to attend. We apologise for the inconvenience.",
        rows=CALLED_OFF,
        body=("{next}", "{options}", "{read}"),
        button="{next_button}",
        sms="{sign}{hello}we are sorry to cancel your AI interview{pos} on {short}. {sms_next}{ask}.",
    ),
    "cancelled/late": Draft(
        subject="{tag}With our apologies, interview cancelled at short notice{topic}",
        lead="We are very sorry: for reasons on our side we have to cancel your AI cloud interview for {post} at short notice; "
        "you do not need to attend." + SORRY,
        rows=CALLED_OFF,
        body=("{next}", "{options}", "{read}"),
        button="{next_button}",
        sms="{sign}{hello}we are very sorry to cancel your AI interview{pos} on {short} at short notice. {sms_next}{ask}.",
    ),
    "moved/candidate": Draft(
        subject="{tag}Your new interview time{topic}",
        lead="Your request for another time has been approved. Your AI cloud interview for {post} now takes place as follows:",
        rows=MOVED,
        body=(
            "The old time is no longer valid; please go by the new one.",
            "{read}",
            "{How} to confirm; if it still does not suit you, you can ask for another time or cancel.",
            PREPARE,
        ),
        button="Confirm the new time",
        sms="{sign}{hello}request approved: your AI interview{pos} moves{from_old} to {short}{where}. The old time is void{ask}.",
    ),
    "moved/company": Draft(
        subject="{tag}Interview time changed{topic}",
        lead="For reasons on our side the time of your AI cloud interview for {post} has changed as follows. "
        "We apologise for the inconvenience.",
        rows=MOVED,
        body=(
            "The old time is no longer valid; please go by the new one.",
            "{read}",
            "{How} to confirm; if it does not suit you, you can ask for another time or cancel.",
            PREPARE,
        ),
        button="Confirm the new time",
        sms="{sign}{hello}your AI interview{pos} moves{from_old} to {short}{where}. The old time is void. Sorry for the change{ask}.",
    ),
    "moved/late": Draft(
        subject="{tag}With our apologies, interview time changed at short notice{topic}",
        lead="We are very sorry: for reasons on our side we have to change the time of your AI cloud interview for {post} "
        "at short notice." + SORRY,
        rows=MOVED,
        body=(
            "The old time is no longer valid; please go by the new one.",
            "{read}",
            "{How} to confirm; if it does not suit you, you can ask for another time or cancel.",
            PREPARE,
        ),
        button="Confirm the new time",
        sms="{sign}{hello}we are very sorry: your AI interview{pos} moves{from_old} to {short}{where}. The old time is void{ask}.",
    ),
    "options_offered/kept": Draft(
        subject="{tag}Please choose an interview time{about}",
        lead="The time of your AI cloud interview for {post} can be changed. Until you choose a new time, the original one stands.",
        rows=BEFORE,
        body=("{options}", "{How} to choose a time."),
        button="Choose a time",
        sms="{sign}{hello}your AI interview{pos} on {short} can be moved. To choose, {act}. Until then the time stands{ask}.",
    ),
    "options_offered/freed": Draft(
        subject="{tag}Please choose a new interview time{about}",
        lead="The original time of your AI cloud interview for {post} was cancelled. We would be glad if you chose another one.",
        rows=BEFORE,
        body=("{options}", "{How} to choose a time."),
        button="Choose a time",
        sms="{sign}{hello}your AI interview{pos} on {short} was cancelled. To choose another time, please {act}{ask}.",
    ),
    "request_received/kept": Draft(
        subject="{tag}We have received your request for another time{about}",
        lead="We have received your request for another time and will answer soon. Until then, the original time stands.",
        rows=BEFORE,
        body=("{options}",),
        button="See your request",
        sms="{sign}{hello}we have your request for another time. Until we answer, {short} stands for your AI interview{pos}{ask}.",
    ),
    "request_received/freed": Draft(
        subject="{tag}We have received your request for another time{about}",
        lead="We have received your request for another time and will answer soon. The original time is cancelled; "
        "a new time holds once the recruiter has confirmed it.",
        rows=BEFORE,
        body=("{options}",),
        button="See your request",
        sms="{sign}{hello}we have your request for another time and will answer soon. The interview{pos} on {short} is cancelled{ask}.",
    ),
    "request_declined/kept": Draft(
        subject="{tag}Your interview time stays the same{topic}",
        lead="We are sorry that the time you asked for cannot be arranged. Your AI cloud interview for {post} stays as planned:",
        rows=INTERVIEW,
        body=("If this time really does not suit you, {how} to choose another one or cancel.",),
        button="View your interview",
        sms="{sign}{hello}sorry, the requested time is not possible; your AI interview{pos} stays on {short}. "
        "If you cannot, {act}{ask}.",
    ),
    "request_declined/freed": Draft(
        subject="{tag}The time you asked for cannot be arranged{about}",
        lead="We are sorry that the time you asked for cannot be arranged. The original time of your AI cloud interview for {post} "
        "is cancelled; you do not need to attend.",
        rows=BEFORE,
        body=("If you would still like to take part, {how} to choose another time.",),
        button="Choose another time",
        sms="{sign}{hello}sorry, the requested time is not possible; the interview{pos} on {short} is cancelled. "
        "For another time, {act}{ask}.",
    ),
    "request_declined/withdrawn_kept": Draft(
        subject="{tag}Your interview time stays the same{topic}",
        lead="The times we offered you are no longer available. Your AI cloud interview for {post} stays as planned:",
        rows=INTERVIEW,
        body=("If this time really does not suit you, {how} to choose another one or cancel.",),
        button="View your interview",
        sms="{sign}{hello}the times we offered are no longer available; your AI interview{pos} stays on {short}. "
        "If you cannot, {act}{ask}.",
    ),
    "request_declined/withdrawn_freed": Draft(
        subject="{tag}The times we offered are no longer available{about}",
        lead="The times we offered you are no longer available. The original time of your AI cloud interview for {post} "
        "is cancelled; you do not need to attend.",
        rows=BEFORE,
        body=("If you would still like to take part, {how} to choose another time.",),
        button="Choose another time",
        sms="{sign}{hello}the times we offered are no longer available; the interview{pos} on {short} is cancelled. "
        "For another time, {act}{ask}.",
    ),
    "survey/cancelled": Draft(
        subject="{tag}How was this cancellation handled?{about}",
        lead="Your AI cloud interview for {post} was cancelled. We would like to hear how it was for you; it takes about a minute.",
        rows=BEFORE,
        body=(
            "1. Are you satisfied with how promptly you were told of this cancellation?\n2. What would you like us to improve?",
            VOLUNTARY,
        ),
        button="Give feedback",
        sms="{sign}{hello}your interview on {short} was cancelled. Were you told promptly? What should we improve? To answer, {act}.",
    ),
    "survey/finished": Draft(
        subject="{tag}How was your interview?{about}",
        lead="Thank you for taking part in the AI cloud interview for {post}. We would like to hear how it was for you; "
        "it takes about a minute.",
        rows=("position", "when"),
        body=(
            "1. Are you satisfied with how promptly you were told of and reminded of the interview?\n"
            "2. What would you like us to improve?",
            VOLUNTARY,
        ),
        button="Give feedback",
        sms="{sign}{hello}thank you for the interview on {short}. Were you told promptly? What should we improve? To answer, {act}.",
    ),
    "survey/unheld": Draft(
        subject="{tag}How was this interview handled?{about}",
        lead="Your AI cloud interview for {post} did not take place as planned. We would like to hear how it was for you; "
        "it takes about a minute.",
        rows=BEFORE,
        body=(
            "1. Are you satisfied with how promptly we informed you and dealt with it?\n2. What would you like us to improve?",
            VOLUNTARY,
        ),
        button="Give feedback",
        sms="{sign}{hello}the interview on {short} was not held. Were you told promptly? What should we improve? To answer, {act}.",
    ),
    "survey/again": Draft(
        subject="{tag}We would still like to hear from you{about}",
        lead="Two days ago we asked for your feedback on your AI cloud interview for {post} and have not heard from you. "
        "It takes about a minute; we will not remind you again.",
        rows=BEFORE,
        body=(
            "1. Are you satisfied with how promptly we informed you?\n2. What would you like us to improve?",
            VOLUNTARY,
        ),
        button="Give feedback",
        sms="{sign}{hello}about the interview on {short}: were you told promptly? What should we improve? To answer, {act}. "
        "We will not remind you again.",
    ),
    "missed_you": Draft(
        subject="{tag}We missed you at your interview{topic}",
        lead="The time of your AI cloud interview for {post} has passed and we did not meet you. We hope that you are well.",
        rows=BEFORE,
        body=(
            "If something came up, or your device or network failed, please contact {contact} to arrange another time.",
            "If you are no longer interested in the position, please let us know as well.",
        ),
        button="See details",
        sms="{sign}{hello}we missed you at the AI interview{pos} on {short} and hope you are well. For another time, {call}.",
    ),
    "interviewer_absent": Draft(
        subject="{tag}With our apologies, the interview did not take place{topic}",
        lead="We are very sorry: the interviewer did not come, and your AI cloud interview for {post} did not take place. "
        "You waited because of our mistake, and we sincerely apologise.",
        rows=BEFORE,
        body=(
            "We will contact you soon to arrange another time; you can also contact {contact} directly.",
            "{options}",
        ),
        button="See details",
        sms="{sign}{hello}we are very sorry: the interviewer missed your AI interview{pos} on {short}. "
        "We will contact you about a new time{ask}.",
    ),
}
