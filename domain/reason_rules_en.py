"""English keyword rules: which words in a plain reason point to which code of the catalogue."""

import re

ILLNESS = (
    r"ill(?:ness)?|sick(?:ness)?|flu|influenza|fever|feverish|covid\w*|corona\w*|(?:a|bad|heavy|severe|caught"
    r"|terrible|has|with|have) cold|cough\w*|migraine\w*|headache|hospital\w*|surgery|surgical|injur\w+"
    r"|(?:broke|broken|fractured|sprained|twisted|hurt|injured)(?: \w+){0,2} (?:leg|arm|ankle|wrist|foot|hand|back"
    r"|knee|finger|rib)|food poisoning|stomach\w*|gastr\w+|vomit\w*|diarrh\w*|doctor\w*|medical|health|unwell"
    r"|infect\w+|appendicitis"
    r"|allerg\w+|concussion|toothache|dental|dentist|tooth|tested positive|quarantine\w*|pneumonia|bronchitis"
    r"|lost (?:\w+ )?voice|laryngitis|under the weather|(?:not feeling|not be feeling|doesnt feel|dont feel"
    r"|feeling) (?:very )?(?:well|bad|poorly)|pregnan\w+|car accident|traffic accident|(?:had|in) an accident"
    r"|emergency room|clinic|dizzy|faint\w*|nausea\w*|kidney|chicken ?pox|dengue|bedridden|sore throat|back pain"
    r"|chest pain|operation on|threw up|throwing up|puk\w+|(?:stomach|viral|nasty) (?:bug|virus)|rash|bleed\w*"
    r"|stitches|asthma\w*|vertigo|crutches|ambulance|the er|er visit|icu|cancer|chemo\w*|therapy|prescri\w+"
    r"|vaccin\w+|sprain\w*|fracture\w*|burn(?:ed|t) (?:his|her|my|their)|ear infection|pink eye|shingles"
)
_KIN = (
    r"(?:father|mother|dad|daddy|mom|mum|parent|wife|husband|spouse|partner|son|daughter|child|children|kid|baby"
    r"|toddler|infant|brother|sister|grand(?:father|mother|pa|ma|parent|son|daughter)|granny|uncle|aunt"
    r"|family member|relative|cousin|nephew|niece|in law)s?"
)
_INTERVIEWER = (
    r"(?:interviewers?|hiring managers?|panel(?:list|ist|member)?s?|assessors?|line managers?"
    r"|tech(?:nical)? leads?|team leads?|team leader|department heads?|director|head of \w+|evaluators?|vp|cto|ceo"
    r"|cfo|recruiting manager|department manager|engineering manager)"
)
_DEVICE = (
    r"(?:laptop|computer|notebook|pc|mac|camera|webcam|microphone|mic|headset|headphones|phone|mobile|tablet"
    r"|internet|wi ?fi|broadband|network|connection|connectivity|bandwidth|power|electricity|browser|audio|video"
    r"|device|sound|screen|router|modem|signal|zoom|teams|app|login|link|vpn)"
)
_POST = r"(?:position|role|job|vacancy|post|opening|headcount|requisition|req|seat|slot|hc)s?"
_NOT_DO = (
    r"(?:refus\w+|declin\w+|reject\w+|object\w+|unwilling|not willing|uncomfortable|not comfortable|(?:doesnt"
    r"|does not|dont|do not|didnt|did not|wont|will not|would not|wouldnt)(?: \w+)? (?:want|like|consent|accept"
    r"|trust|agree|wish|talk|speak|do)|no consent|not consent|against|opt(?:s|ed)? out|worried|dislikes?"
    r"|concern\w*|hates?|afraid)"
)

CODES_EN = {
    code: re.compile(rf"\b(?:{pattern})\b")
    for code, pattern in {
        "S_OUTAGE": (
            r"(?:ai|speech recognition|voice) (?:\w+ )?(?:failed|crashed|not responding|errors?|outage|down)"
            r"|(?<!power )outage|goes blank|blank (?:page|screen)|failed to load|data cent(?:er|re)|cloud outage|dns|ddos"
            r"|(?:platform|system|servers?|service|site|website"
            r"|software|tool|cloud|database|backend"
            r"|portal)\b(?! to)(?: \w+){0,5} (?:down|outage|maintenance|fail\w*|crash\w*|unavailable|offline|upgrad\w+"
            r"|broke\w*|error\w*|bug|not working|malfunction\w*|glitch\w*|unreachable|breakdown|updat\w+)|(?:outage"
            r"|maintenance|failure|crash\w*|downtime|malfunction|upgrade|breakdown)(?: \w+){0,5} (?:platform|system|server"
            r"|service|provider|site|cloud|data cent(?:er|re))s?|(?:system|platform|service|server|provider"
            r"|cloud) (?:failure|outage|maintenance|downtime|crash)"
        ),
        "E_MISTAKE": (
            r"mixed? up|swapped|forgot to|oversight|slip|incorrect|confused|misread|misplaced|overbook\w*|mistake\w*"
            r"|by accident|wrong(?:ly)? (?:\w+ )?(?:date|time|person|candidate|slot|position|role|link|day"
            r"|time ?zone|email|job|number|address|calendar|interview|applicant|month|year|invite|booked|scheduled|entered"
            r"|invited|recipient|people|opening|week|hour|session|list)|double book\w*|duplicat\w+|(?:booked|invited|scheduled|entered"
            r"|sent|created|added|set up) twice|mis ?click\w*|mistyped|typed \w+ instead|typo|incorrect\w*|in error"
            r"|(?:clerical|data entry"
            r"|human|scheduling|booking|system entry|our|entry) error|mix ?up|mixed up|accidental\w*|erroneous\w*"
            r"|mis ?scheduled|mis ?booked"
        ),
        "E_INTERVIEWER": (
            rf"{_INTERVIEWER}\b(?: (?!refused|denied|would not|wont|did not approve|approve)\w+){{0,8}} (?:{ILLNESS}"
            rf"|travel\w*|trip|leave|meeting|vacation|holiday|resign\w*|let go|laid off|fired|left|conflict\w*"
            rf"|clash\w*|called|stuck|away|flight"
            rf"|absent|training|on ?site|client|double|quit|pulled|overrun|parental|maternity|paternity|out of office"
            rf"|customer|incident|business|town|bereavement|funeral|annual|pto|airport|delayed|jury|wedding|stand in"
            rf"|replace\w*|deadline|outage|laptop|traffic|abroad|workshop|conference|audit|visit|office today|off today"
            rf"|off sick)|no (?:other )?(?:interviewer|panel\w*|assessor)s?(?: is| are)? available"
            rf"|interviewer cancelled due"
        ),
        "E_FILLED": (
            rf"offer accepted by|finalists?|spot (?:is |was |has been )?(?:taken|filled)|(?:no|zero) (?:vacanc\w+"
            rf"|openings?) left|{_POST}\b(?: \w+){{0,5}} (?:filled|taken|fulfilled)|already (?:hired|filled"
            rf"|found (?:someone|somebody"
            rf"|a (?:suitable )?candidate))|(?:we |have |has |was |were |been )?filled (?:the |this |that "
            rf"|our )(?:\w+ )?(?:role|position|vacancy|job|post|seat)|filled (?:internal\w*|by|with|already)"
            rf"|hired (?:someone|another|somebody|an internal|a different|other|internally|our)|(?:another|other|different"
            rf"|internal|previous|earlier|first|preferred) (?:candidate|applicant|finalist)s?\b(?: \w+){{0,4}} (?:accepted"
            rf"|hired|selected|chosen|signed|offer\w*|picked|appointed)|(?:selected|chose|chosen|picked|went with"
            rf"|going with|appointed|offer\w* made to|offer to) (?:another|an internal|a different|other|someone else)"
            rf"|internal (?:transfer|candidate|hire|promotion|referral|applicant|move)|recruit\w+ (?:is |was "
            rf"|has been )?(?:already )?completed?|someone else (?:was|has been|got) (?:hired|selected|chosen|the job)"
        ),
        "E_REQ_FROZEN": (
            rf"not hiring|stopped hiring|cost cutting|cost saving\w*|hiring ban|approval (?:was |is |not )?(?:denied"
            rf"|pending|revoked)|(?:freeze|froze|frozen)|on hold|(?:paus\w+|suspend\w*|stop\w*|halt\w*|postpon\w+|delay\w*"
            rf"|put off)(?: \w+){{0,3}} (?:hiring|recruit\w+|{_POST})|(?:hiring|recruit\w+"
            rf"|{_POST})\b(?: \w+){{0,3}} (?:paused?|suspended|suspension|stopped|halted|postponed|closed|withdrawn"
            rf"|deferred|locked|on ice)|(?:headcount|hc|requisition|opening|budget)\w*\b(?: (?:was|is|has|been|still|yet"
            rf"|got))* (?:not (?:yet )?approved|unapproved|rejected|denied|pulled|cut|revoked|cancel+ed)"
            rf"|budget\w*\b(?: \w+){{0,5}} (?:cuts?|not|denied|reject\w*|withdrawn|removed|lost|unapproved|pulled|slashed"
            rf"|exhausted|revoked)|(?:no|lost|without|cut\w*|insufficient|lack of|pulled|reduced) (?:\w+ )?(?:budget"
            rf"|headcount|funding)|not approved the (?:budget|headcount)|funding (?:was |has been )?(?:pulled|withdrawn|cut"
            rf"|lost)"
        ),
        "E_REQ_CHANGED": (
            rf"dissolved|disbanded|redundant|spun off|acquired by|re ?org|(?:hiring|recruit\w+|staffing|headcount"
            rf"|workforce) (?:plan\w*|need\w*|strateg\w+|demand|requirement\w*"
            rf"|priorit\w+|criteria|target\w*|scope)(?: \w+){{0,4}} (?:chang\w+|adjust\w*|revis\w+|updat\w+|shift\w*"
            rf"|cancel\w*|reduced?|cut|scrapped)|(?:{_POST}|requirements?|job description|jd|job spec\w*|scope|team"
            rf"|department)\b(?: \w+){{0,5}} (?:eliminated|changed|redefined|removed|cut|scrapped|cancel+ed|merged"
            rf"|restructured|no longer (?:needed|required|exists?|available|open|necessary)|downgraded|upgraded|axed"
            rf"|dropped|discontinued|dissolved|disbanded|relocated|outsourced|redundant|re ?scoped|abolished|deleted)"
            rf"|re ?organi[sz]\w*|re ?structur\w*|lay ?offs?|downsiz\w+|merger|project\b(?: \w+){{0,3}} (?:cancel+\w*|cut"
            rf"|ended|scrapped|stopped|shelved|lost|terminated|discontinued|killed|dropped)|(?:chang\w+|adjust\w+"
            rf"|revision) (?:in|to|of)(?: \w+){{0,2}} (?:hiring|recruit\w+|staffing|role|position|job|requirement"
            rf"|headcount)\w*|business (?:line )?(?:restructuring|downturn|pivot)|no longer (?:hiring|recruiting"
            rf"|need(?:s|ed)? (?:this|the|that|to fill|an?|any)\b)"
        ),
        "C_AI_DECLINED": (
            rf"distrusts? (?:ai|the ai)|ai (?:bias|scoring|grading)\w*|{_NOT_DO}\b(?: \w+){{0,6}} (?:ai|bot|robot|machine"
            rf"|automated|avatar|(?:video )?record\w*|algorithm\w*|facial"
            rf"|chatbot|virtual interviewer|computer program)s?|(?:want\w*|prefer\w*|request\w*|asks?|asked|asking"
            rf"|insist\w*|demand\w*|would like|would rather|wish\w*|only accepts?)(?: \w+){{0,5}} (?:human|real person"
            rf"|in person|face to face|real interviewer|live (?:person|interview\w*)|person to person)|(?:instead of"
            rf"|rather than|not) (?:the |an |a |by |with )*(?:ai|bot|robot|machine)"
        ),
        "C_NO_SHOW": (
            r"switched off|phone (?:was |is )?off|blocked us|disappeared|vanished|awol|ignored (?:our|all)|no ?shows?"
            r"|(?:did|does|has|was|is)(?:nt| not) (?:show\w*|turn(?:ed)? up|appear\w*|join\w*|log(?:ged)? (?:in"
            r"|on)|answer\w*|respond\w*|pick up|connect\w*|present|arrive\w*|dial in|come online|come to)|never (?:show\w*"
            r"|join\w*|turned|appear\w*|logged|came|arrived|connected|dialled|replied)|fail\w* to (?:show|appear|join"
            r"|turn up|log in|attend|arrive|connect)|ghosted|un(?:reachable|contactable)|(?:not|isnt|stopped) (?:reachable"
            r"|answering|responding|picking up|replying)|no (?:answer|response|reply)|stood (?:us |me )?up|did(?:nt"
            r"| not) come|absent without|didnt come|cannot be reached|couldnt reach|could not (?:be )?reach\w*"
            r"|missed the interview without"
        ),
        "C_OTHER_OFFER": (
            r"rival\w*|new employer|job offer|employment with|already employed|promot(?:ed|ion)|started working"
            r"|joined (?!the (?:call|meeting|interview))\w+|public service exam passed|(?:accept\w*|took|taken|receiv\w+"
            r"|signed|got|has|have|taking|tak\w+|chos\w+|choos\w+|going with|gone with"
            r"|went with|secured|landed|holds?)(?: \w+){0,4} (?:offer|contract)|(?:accept\w*|took|taken|taking|found|got"
            r"|secured|landed|starting|started|starts|start) (?:\w+ ){0,2}(?:another|a new|new|a different|other|better"
            r"|full time) (?:job|position|role|employment|work|opportunity)|(?:another|other|competing|better|different"
            r"|outside|second) (?:job|offer|opportunit\w+|employer)|counter ?offer|(?:hired|employed|job|working"
            r"|employment|offer|work) (?:elsewhere|somewhere else)|(?:sign\w*|join\w*|start\w*|work\w*|hired|employed"
            r"|position|role|going|onboard\w*)(?: \w+){0,2} (?:another|competitor|rival|different"
            r"|new)(?! (?:direction|day|time|date|way|slot|plan)) ?(?:compan\w+"
            r"|employer|firm|job)?|found (?:a |work|employment)(?:new |another )?(?:job|position)?|compet(?:itor|ing)\w*"
            r"|no longer on the market|civil serv\w+"
        ),
        "E_SCREEN_FAIL": (
            r"(?:unable to|could not|cannot|cant|failed to) (?:provide|verify|produce)|inflated|plagiari\w+|cheat\w*"
            r"|job hopp\w+|below the (?:pass|cut)\w*|not enough experience|too junior|too senior|(?:background|reference"
            r"|screening|credential\w*|identity|criminal record|criminal|degree"
            r"|employment) (?:check|screening|verification|report|history)s?\b(?: \w+){0,6} (?:fail\w*|not|didnt|negative"
            r"|issues?|problems?|discrepan\w+|unsuccessful|came back|red flags?|adverse|unverified)"
            r"|failed (?:\w+ ){0,3}(?:background|reference|screening|assessment|test|check|verification)\w*|(?:not|didnt"
            r"|doesnt|dont|isnt|fails to|failed to|cannot)(?: \w+)? (?:meet|match|fit|satisfy|qualify|pass"
            r"|fulfil+)(?: \w+){0,8} (?:requirement\w*|criteri\w*|experience|qualification\w*|degree|certificat\w*|skills?"
            r"|license|bar|position|role|profile|test|assessment|screening|standard\w*|threshold|minimum|check)"
            r"|(?:does(?:nt| not)|do not|without|no) (?:have |hold |possess |speak )?(?:\w+ ){0,4}(?:experience"
            r"|qualification\w*|degree|certificat\w*|work permit|license|licence|diploma)|lack(?:s|ed"
            r"|ing)?(?! of interest)|insufficient (?:\w+ )?(?:experience|skills?)|(?:not|isnt) (?:qualified|eligible)"
            r"|(?:un|under|over)qualified|fake\w*|falsif\w+|forged|fabricated|discrepan\w+|non ?compete|mis ?match\w*"
            r"|blacklist\w*|criminal record"
        ),
        "C_TECH": (
            rf"keyboard|charger|battery|ran out of (?:data|battery)|no data left|locked out|driver issue|spilled"
            rf"|{_DEVICE}s?\b(?: \w+){{0,4}} (?:broke\w*|down|not work\w*|(?:doesnt|does not|didnt|did not|wont"
            rf"|stopped) (?:work\w*|start|turn on|load|open|connect\w*)|fail\w*|crash\w*|dead|died|unstable|lost|slow|poor"
            rf"|outage|issues?|problems?|trouble|disconnect\w*|stolen|dropp\w*|drops|out|frozen|freez\w*|bad|weak|damaged"
            rf"|not support\w*|cut(?: off)?|malfunction\w*|faulty|unreliable|unsupported|expired|defective|gone)|(?:no|lost"
            rf"|poor|bad|unstable|slow|broken|dead|faulty|lack of|losing|without|weak|flaky|spotty|faulty|damaged|stolen"
            rf"|crashed|defective) (?:\w+ )?(?:internet|wi ?fi|power|electricity|network|connection|signal|camera|webcam"
            rf"|microphone|mic|sound|audio|laptop|computer|phone|connectivity|device)|power (?:cut|outage|failure)"
            rf"|black ?out|blue screen|cant (?:log in|connect|open|access)|unable to (?:log in|connect|open|access)"
        ),
        "C_FAMILY": (
            rf"{_KIN}\b(?: \w+){{0,8}} (?:{ILLNESS}|passed away|died|dying|dies|death|stroke|labou?r|birth|care|school"
            rf"|daycare|kindergarten|nursery|wedding|fell|emergency|fall|heart attack|graduat\w+|rushed|critical|icu)"
            rf"|(?:care of|look\w* after|take|taking|pick\w* up|stay\w* (?:home )?with|accompany\w*|caring for|care for"
            rf"|driving|drive|watch)(?: \w+){{0,3}} {_KIN}|(?:death|illness|bereavement|emergency) (?:in|of"
            rf"|with)(?: \w+){{0,2}} (?:family|{_KIN})|funeral|bereavement|passed away|family (?:emergency|bereavement)"
            rf"|child ?care|baby ?sitter|gave birth|giving birth|in labou?r|due date|pipe burst|burst pipe|flood\w* (?:at"
            rf"|in)|(?:house|home|flat|apartment|kitchen)(?: \w+){{0,3}} (?:flood\w*|fire|burgl\w+|leak\w*)|home ?town"
            rf"|school (?:closed|closure)"
        ),
        "C_ILLNESS": ILLNESS,
        "C_NOT_INTERESTED": (
            r"(?:pay|offer) (?:\w+ )?(?:is |was )?(?:lower|too low|below)|benefits|toxic|culture|tech stack|growth"
            r"|not the right (?:fit|role|job) for (?:me|him|her|them)|role is too|prefers? (?:remote|hybrid|to stay"
            r"|a different)|contract role|probation|salary|salaries|low pay|pay (?:is|was|too|range|rate|package"
            r"|expectation\w*|offered)|underpaid|wages?"
            r"|compensation|remuneration|commut\w+|too far|(?:far|distance|hours?) (?:away )?from|relocat\w+"
            r"|(?:no longer|not|isnt) interested in (?:the"
            r" |this |our |your |that )?(?:role|position|job|company|industry|product|field|team|vacancy)|(?:no longer"
            r"|not|isnt|never|wasnt|less) (?:really )?interest\w*|los[te]\w* interest|lack of interest|disinterest\w*"
            r"|(?:stay\w*|remain\w*)(?: \w+){0,3} (?:job|company|employer|current|role|position|put|firm)|career"
            r"|outsourc\w+|not looking|back to (?:uni\w*|college|school)|stopped looking|(?:graduate|grad|law"
            r"|business|medical) school|phd|masters?"
            r"|further (?:study|studies|education)|work life|weekend work|work(?:ing)? (?:on )?(?:weekends|nights)"
            r"|(?:declin\w+|turn\w* down|reject\w*) the (?:role|position|job|opportunity)"
            r"|withdr[ae]w\w* (?:\w+ ){0,3}(?:application|candidacy|process)|not (?:want|wish)\w* (?:to )?(?:move"
            r"|relocat\w*|commut\w*|work|change|switch)|glassdoor|bad reviews|negative reviews|night shifts? only"
            r"|only on ?site|no remote|job description (?:differs|different)|start\w* (?:a|own|his own|her own"
            r"|their own) business|not willing to (?:move|relocate|commute|travel|work)|no longer (?:looking|seeking"
            r"|considering|wants?|pursuing|wishes)|not considering|not pursue|overseas study|study abroad"
        ),
        "E_RESCHED_BY_US": (
            r"(?:our |the )?(?:office|building|company|meeting room|headquarters|hq|business unit"
            r"|department)\b(?: \w+){0,5} (?:closed|closure|closing|moved|moving|relocating|rescheduled|occupied|event"
            r"|meeting|inspection|audit|retreat|offsite|town hall|all hands|fire drill|power cut|outage|party|training"
            r"|booked)|town hall|all hands|off ?site|team building|fire drill|audit|company (?:event|meeting|retreat"
            r"|outing|holiday|day)|inspection"
        ),
        "C_SCHEDULE": (
            r"(?:client|customer|product|sales) demo|embassy|consulate|errand at|ferry|uber|taxi|tow(?:ed|ing)?"
            r"|gas leak inspection|bootcamp|orientation"
            r"|commencement|ceremony|religious|pilgrimage|tax appointment|parade|volunteer\w*|inspection visit|rotation"
            r"|on site at|clash\w*|conflict\w*(?! of interest)|overlap\w*|exams?|examination\w*|thesis|defen[cs]e|class"
            r"|classes"
            r"|lecture\w*|traffic|train|flight|plane|delayed|overtime|(?:night|day|late|early|my|his|her|their|work|extra"
            r"|a|the|cover\w*) shift|business trip|travel\w*|jury|court|visa|moving (?:house|home|flat|apartment|day)"
            r"|moves house|appointment (?:at|with|for)|at work|(?:leave|time off)(?: \w+){0,4} (?:refused|denied|approved"
            r"|rejected|granted)|(?:refus\w+|den\w+|no|reject\w+|approve|get|grant) (?:\w+ )?(?:leave|day off|time off)"
            r"|meeting (?:at|with|in|for|on|that|overran|runs)|(?:board|team|client|staff|project|urgent|work|important"
            r"|all day|customer|department\w*|company|budget) (?:meeting|call|workshop|visit)|(?:day|afternoon|morning"
            r"|days) off|double shift|shifts|finals?|midterm\w*|lease|bank|registr\w+|dmv|tax office|mechanic|plumber"
            r"|movers|removal van|double booked with|client\w*|customer\w*|(?:another|other|second) (?:\w+ )?interviews?"
            r"|wedding|storm|typhoon|hurricane|snow\w*|strike|subway|metro|stranded|car (?:broke|break|trouble)\w*"
            r"|flat ty?ire|deadline|training|passport|driving (?:test|licen[cs]e)|called in(?:to)? (?:to )?work|on duty"
            r"|military|on call|out of (?:town|the country)|abroad|graduation|conference|deploy\w*|release"
            r"|production (?:issue|incident)|bus|airport|flood\w*|earthquake|running late|stuck|landlord|notary|police"
            r"|embassy|immigration|workshop|seminar|competition|inventory|cover\w* for a colleague|holiday (?:in|to|trip)"
            r"|vacation|semester|internship|busy season|quarter end|month end"
        ),
    }.items()
}
