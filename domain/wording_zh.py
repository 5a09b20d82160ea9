"""What each notice says in Chinese, case by case; the fields are in domain/wording_zh_fields.py."""

from domain.wording_facts import Draft

INTERVIEW = ("position", "when", "minutes", "form", "join")
CALLED_OFF = ("position", "original", "reason")
LABELS = {
    "candidate": "候选人",
    "position": "面试岗位",
    "when": "面试时间",
    "new": "新的时间",
    "original": "原定时间",
    "old": "原定时间（已作废）",
    "minutes": "预计时长",
    "form": "面试形式",
    "join": "面试链接",
    "reason": "取消原因",
    "internal": "取消原因（内部）",
    "remark": "备注",
    "recruiter": "负责招聘人员",
}
SORRY = "我们知道您已为此预留了时间，对临时变动给您带来的不便，谨致诚挚的歉意。"
PREPARE = (
    "面试准备：\n"
    "1. 使用带摄像头和麦克风的电脑或手机，提前10分钟测试网络和设备；\n"
    "2. 选择安静、光线充足的环境；\n"
    "3. 备好简历，方便随时查看。"
)

DRAFTS = {
    "invite": Draft(
        subject="{sign}面试邀请{topic}",
        lead="感谢您应聘{post}。诚邀您参加AI云面试，安排如下：",
        rows=INTERVIEW,
        body=("是否需要调整时间？{how}确认参加，或提出改期、取消。", "{policy}", PREPARE),
        button="确认参加或调整时间",
        sms="{sign}{hello}邀您参加{short}的{pos}AI云面试{where}。是否需要调整时间？改期或取消请{ahead}{arrange}{ask}。",
    ),
    "confirm_request": Draft(
        subject="{sign}请确认是否参加面试{topic}",
        lead="您应聘{post}的AI云面试日期临近，请核对以下安排，并确认是否参加：",
        rows=INTERVIEW,
        body=("{how}确认是否参加。如无法按时参加，也请尽早告诉我们，以便为您改期或取消。", PREPARE),
        button="确认是否参加",
        sms="{sign}{hello}您{short}有{pos}AI云面试{where}，请提前测试网络设备，并{act}确认是否参加{ask}。",
    ),
    "reminder": Draft(
        subject="{sign}面试提醒{topic}",
        lead="提醒您按时参加{post}的AI云面试：",
        rows=INTERVIEW,
        body=(PREPARE, "如临时有变，{how}告诉我们。"),
        button="查看面试安排",
        sms="{sign}{hello}提醒您{short}参加{pos}AI云面试{where}，请提前测试网络设备。如有变动请{tell}{ask}。",
    ),
    "cancelled/candidate": Draft(
        subject="{sign}面试已取消{topic}",
        lead="您应聘{post}的AI云面试已按您的要求取消，感谢您的告知。",
        rows=CALLED_OFF,
        body=("{next}", "{options}"),
        button="{next_button}",
        sms="{sign}{hello}{short}的{pos}AI云面试已按您的要求取消，感谢告知。{sms_next}{ask}。",
    ),
    "cancelled/company": Draft(
        subject="{sign}面试取消通知{topic}",
        lead="很遗憾地通知您：因我方原因，您应聘{post}的AI云面试已取消，届时无需参加。给您带来不便，敬请谅解。",
        rows=CALLED_OFF,
        body=("{next}", "{options}", "{read}"),
        button="{next_button}",
        sms="{sign}{hello}因我方原因，{short}的{pos}AI云面试取消，敬请谅解。{sms_next}{ask}。",
    ),
    "cancelled/late": Draft(
        subject="{sign}面试临时取消，深表歉意{topic}",
        lead="非常抱歉：因我方原因，我们不得不临时取消您应聘{post}的AI云面试，届时无需参加。" + SORRY,
        rows=CALLED_OFF,
        body=("{next}", "{options}", "{read}"),
        button="{next_button}",
        sms="{sign}{hello}非常抱歉，因我方原因，临时取消{short}的{pos}AI云面试。{sms_next}{ask}。",
    ),
    "moved/candidate": Draft(
        subject="{sign}改期成功{topic}",
        lead="您的改期申请已通过。您应聘{post}的AI云面试时间更新如下：",
        rows=("position", "old", "new", "minutes", "form", "join"),
        body=(
            "原定时间已作废，请以新的时间为准。",
            "{read}",
            "{how}确认参加；如仍不方便，也可再次提出改期或取消。",
            PREPARE,
        ),
        button="确认新的时间",
        sms="{sign}{hello}您的改期申请已通过：{pos}AI云面试{from_old}改至{short}{where}，原时间作废{ask}。",
    ),
    "moved/company": Draft(
        subject="{sign}面试时间调整{topic}",
        lead="因我方原因，您应聘{post}的AI云面试时间调整如下。给您带来不便，敬请谅解。",
        rows=("position", "old", "new", "minutes", "form", "join"),
        body=("原定时间已作废，请以新的时间为准。", "{read}", "{how}确认参加；如不方便，也可提出改期或取消。", PREPARE),
        button="确认新的时间",
        sms="{sign}{hello}您的{pos}AI云面试{from_old}改至{short}{where}，原时间作废，敬请谅解{ask}。",
    ),
    "moved/late": Draft(
        subject="{sign}面试时间临时调整，深表歉意{topic}",
        lead="非常抱歉：因我方原因，我们不得不临时调整您应聘{post}的AI云面试时间。" + SORRY,
        rows=("position", "old", "new", "minutes", "form", "join"),
        body=("原定时间已作废，请以新的时间为准。", "{read}", "{how}确认参加；如不方便，也可提出改期或取消。", PREPARE),
        button="确认新的时间",
        sms="{sign}{hello}非常抱歉，您的{pos}AI云面试{from_old}临时改至{short}{where}，原时间作废{ask}。",
    ),
    "options_offered/kept": Draft(
        subject="{sign}请选择面试时间{about}",
        lead="您应聘{post}的AI云面试可以调整时间。在您选定新的时间之前，原定时间仍然有效。",
        rows=("position", "original"),
        body=("{options}", "{how}选择时间。"),
        button="选择面试时间",
        sms="{sign}{hello}{short}的{pos}AI云面试可调整时间，请{act}选择。选定前原时间仍有效{ask}。",
    ),
    "options_offered/freed": Draft(
        subject="{sign}请选择新的面试时间{about}",
        lead="您应聘{post}的AI云面试原定时间已取消，诚邀您另选一个时间参加。",
        rows=("position", "original"),
        body=("{options}", "{how}选择时间。"),
        button="选择面试时间",
        sms="{sign}{hello}原定{short}的{pos}AI云面试已取消，诚邀您{act}另选时间{ask}。",
    ),
    "request_received/kept": Draft(
        subject="{sign}已收到您的改期申请{about}",
        lead="我们已收到您的改期申请，招聘人员会尽快答复。在答复之前，原定时间仍然有效。",
        rows=("position", "original"),
        body=("{options}",),
        button="查看申请进度",
        sms="{sign}{hello}已收到您的改期申请，会尽快答复。答复前，{short}的{pos}AI云面试仍有效{ask}。",
    ),
    "request_received/freed": Draft(
        subject="{sign}已收到您的改期申请{about}",
        lead="我们已收到您的改期申请，招聘人员会尽快答复。原定时间已取消，新的时间以招聘人员确认为准。",
        rows=("position", "original"),
        body=("{options}",),
        button="查看申请进度",
        sms="{sign}{hello}已收到您的改期申请，会尽快答复。原定{short}的{pos}AI云面试已取消{ask}。",
    ),
    "request_declined/kept": Draft(
        subject="{sign}改期未能安排，面试时间不变{topic}",
        lead="很抱歉，您申请的时间暂时无法安排。您应聘{post}的AI云面试仍按原定时间进行：",
        rows=INTERVIEW,
        body=("如原定时间确实不便，{how}另选时间或取消。",),
        button="查看面试安排",
        sms="{sign}{hello}抱歉，您申请的时间无法安排，{pos}AI云面试仍于{short}进行。如有不便请{tell}{ask}。",
    ),
    "request_declined/freed": Draft(
        subject="{sign}您申请的面试时间未能安排{about}",
        lead="很抱歉，您申请的时间暂时无法安排。您应聘{post}的AI云面试原定时间已取消，届时无需参加。",
        rows=("position", "original"),
        body=("如您仍希望参加面试，{how}另选时间。",),
        button="另选面试时间",
        sms="{sign}{hello}抱歉，您申请的时间无法安排，{short}的{pos}AI云面试已取消。如需另约请{arrange}{ask}。",
    ),
    "request_declined/withdrawn_kept": Draft(
        subject="{sign}此前提供的可选时间已失效，面试时间不变{topic}",
        lead="此前提供给您的可选时间已失效。您应聘{post}的AI云面试仍按原定时间进行：",
        rows=INTERVIEW,
        body=("如原定时间确实不便，{how}另选时间或取消。",),
        button="查看面试安排",
        sms="{sign}{hello}此前提供的可选时间已失效，{pos}AI云面试仍于{short}进行。如有不便请{tell}{ask}。",
    ),
    "request_declined/withdrawn_freed": Draft(
        subject="{sign}此前提供的可选时间已失效{about}",
        lead="此前提供给您的可选时间已失效。您应聘{post}的AI云面试原定时间已取消，届时无需参加。",
        rows=("position", "original"),
        body=("如您仍希望参加面试，{how}另选时间。",),
        button="另选面试时间",
        sms="{sign}{hello}此前提供的可选时间已失效，{short}的{pos}AI云面试已取消。如需另约请{arrange}{ask}。",
    ),
    "survey/cancelled": Draft(
        subject="{sign}想听听您对本次面试取消的感受{about}",
        lead="您应聘{post}的AI云面试已取消。我们想听听您的感受，约需1分钟。",
        rows=("position", "original"),
        body=(
            "1. 您对本次取消通知的及时性满意吗？\n2. 您希望得到哪些改进？",
            "{how}回答。是否回答完全自愿，不影响您的应聘结果；您的意见将用于改进我们的招聘服务。",
        ),
        button="填写反馈",
        sms="{sign}{hello}{short}的面试已取消。您对本次取消通知的及时性满意吗？您希望得到哪些改进？请{tell}。",
    ),
    "survey/finished": Draft(
        subject="{sign}想听听您对本次面试的感受{about}",
        lead="感谢您参加{post}的AI云面试。我们想听听您的感受，约需1分钟。",
        rows=("position", "when"),
        body=(
            "1. 您对面试通知和提醒的及时性满意吗？\n2. 您希望得到哪些改进？",
            "{how}回答。是否回答完全自愿，不影响您的应聘结果；您的意见将用于改进我们的招聘服务。",
        ),
        button="填写反馈",
        sms="{sign}{hello}感谢您参加{short}的面试。您对面试通知的及时性满意吗？您希望得到哪些改进？请{tell}。",
    ),
    "survey/unheld": Draft(
        subject="{sign}想听听您对本次面试安排的感受{about}",
        lead="您应聘{post}的AI云面试未能如期进行。我们想听听您的感受，约需1分钟。",
        rows=("position", "original"),
        body=(
            "1. 您对本次面试通知和处理的及时性满意吗？\n2. 您希望得到哪些改进？",
            "{how}回答。是否回答完全自愿，不影响您的应聘结果；您的意见将用于改进我们的招聘服务。",
        ),
        button="填写反馈",
        sms="{sign}{hello}{short}的面试未能进行。您对通知和处理的及时性满意吗？您希望得到哪些改进？请{tell}。",
    ),
    "survey/again": Draft(
        subject="{sign}期待您的反馈{about}",
        lead="前两天我们就您应聘{post}的AI云面试请您填写反馈，还没有收到您的回答。约需1分钟，之后不再提醒。",
        rows=("position", "original"),
        body=(
            "1. 您对本次通知的及时性满意吗？\n2. 您希望得到哪些改进？",
            "{how}回答。是否回答完全自愿，不影响您的应聘结果；您的意见将用于改进我们的招聘服务。",
        ),
        button="填写反馈",
        sms="{sign}{hello}关于{short}的面试，您对通知的及时性满意吗？您希望得到哪些改进？请{tell}。之后不再提醒。",
    ),
    "missed_you": Draft(
        subject="{sign}面试未能如期进行{topic}",
        lead="您应聘{post}的AI云面试时间已过，我们没有等到您，希望您一切都好。",
        rows=("position", "original"),
        body=(
            "如遇突发情况，或设备、网络出现问题，请联系{contact}重新预约时间。",
            "如您已不再考虑该岗位，也欢迎告诉我们。",
        ),
        button="查看详情",
        sms="{sign}{hello}{short}的{pos}AI云面试没有等到您，希望您一切都好。如需重新预约，请{call}。",
    ),
    "interviewer_absent": Draft(
        subject="{sign}面试未能进行，深表歉意{topic}",
        lead="非常抱歉：因面试官未能到场，您应聘{post}的AI云面试没有进行，让您久等了。这是我们的疏忽，谨致诚挚的歉意。",
        rows=("position", "original"),
        body=("招聘人员会尽快与您联系，为您重新安排时间；您也可以直接联系{contact}。", "{options}"),
        button="查看详情",
        sms="{sign}{hello}非常抱歉，因面试官未能到场，{short}的{pos}AI云面试没有进行。我们会尽快联系您重新安排{ask}。",
    ),
}
