"""English words and pinyin that name no cause (vague reasons, courtesies, the interview, times, function words) or a tangible one."""

_ENGLISH = """
    finding story honestly reaching raincheck plate crazy pass backed opted giving
    a abandon abandoned abc ability able abort aborted about above abrupt abruptly absence absolutely abt accept acceptable accommodate
    according accordingly acknowledge across actually adjust adjusted adjusting adjustment adjustments admin administration
    administrative advance advise advised afaik affair affairs after afternoon again agenda agree agreed agreement ahead ai all allow
    allowed already alright also alter alteration altered always am an and annul annulled another any anyhow anymore anything anythings
    anyway apart apologetic apologies apologise apologize appeared applicant applicants application applications applied apply
    appointment appointments appreciate appreciated appreciation appropriate april are arise arisen arises arising arose arrange
    arranged arrangement arrangements arranges arranging as asap aside ask asked asking at attempt attend attendance attending august
    availability available away awkward back backing bad bar basis baz bc be became because become been before begin behalf being below
    best better beyond bit blah blahblah body booked booking boss bosses bosss both bother bow bowing break brief bring brought btw
    bureaucratic business busy but by bye calendar call called calling came can cancel cancelation canceled canceling cancellation
    cancellations cancelled cancelling cancels candidate candidates candidly cannot cant care caring case cases cause caused causes
    certain chance change changed changes chief choose chore chores circumstance circumstances clarification clarify clash clashes
    clashing classified clear client clients close come comes coming commit commitment commitments committed company compelled
    compelling complete complicated complicating complication complications compulsory concern concerns condition conditional conditions
    confidential confidentially confirm confirmation confirmed confirming conflict conflicted conflicting conflicts consider
    consideration considerations considered considering constraint constraints contact contacted contingencies contingency continue
    control convenience convenient cordially correct could couldnt count coz crisis crop cropped currently customer customers cuz data
    date dates day days deal dealing dear december decide decided decision declare decline declined deeply defer deferred delay delayed
    delaying delete demand demands demo department depends detail details detained did didnt different difficult difficulties director
    disclose discloseable disclosed discontinue discontinued discretion discussed discussing discussion dismiss disturb divulge do does
    doesnt doing dolor domestic done dont drop due dummy dunno duration duties duty earlier early effect either elaborate elaborating
    elaboration else email emerge emerged emergencies emergency emotional employee employees employer employers engagement engagements
    enough entire entry er errand errands error especially etc etcetera evening event events eventually every everybody everyone
    everything everythings evident exactly example excuse execute executive executives existing expect expectations expected explain
    explained explaining explanation explanations extenuating extra extremely fact factors fail failed fair fall family familys far
    fault faults favor favour february feel feeling feelings fellow few field figure fill filled filler final finally find fine firm fit
    fix folks following foo for force forced formal formalities formally forward found free freely friday friend friends from full fully
    further future fyi gentle gently genuine get gets getting girl give given go going gonna good goodbye got gotta grateful greatly
    greetings guess guy guys ha had haha hahaha half handle handles handling happen happened happening happens happily hard has hasnt
    have havent having he headquarters hear hearing heart heartfelt heavily hectic hehe held hello hence her here hereby hers herself
    hesitate hesitation hey hi hiccup hiccups higher him himself himselfs hinder hindrance hirer hiring his hit hm hmm hold home hope
    hopefully hoping host hosts hour hours how however hq hr hurdle hurdles hurry i idk if ignore im immediate immediately imminent imo
    impact important impossible improve in incidental included inconvenience inconvenient increasingly indeed individual inevitable
    inevitably inform informed inside instance instant instantly instead instruct instructed instruction instructions intend intent
    intention interest interested interests interfere internal intervene interview interviewee interviewees interviewer interviews into
    invitation invite invited invitee inviting involved ipsum is isnt issue issues it item its itself ive january join joined joining
    july june just keep kind kindly know large last late lately later leader leaders leadership least less let letter level life like
    limitation limitations limited line list listed little lmao load logistical logistics lol longer look lorem lot lots luck luckily
    madam made main mainly mainstream majeure major make makes making man manage management managements manager managers mandatory many
    march mate mates matter matters maximum may maybe me meantime meanwhile meet member members mentally mention mentioned message
    messages middle mind mine minor minute minutes misc miscellaneous mishap miss missed missing modification modified modify moment
    monday mood more moreover morning most move moved moves mr mrs ms much multiple must mutual mutually my myself n na nah near
    necessarily necessary necessity need needed needing neednt needs neither never nevermind nevertheless next nice night nil no nobody
    non nonavailability none nope normal not note noted notes nothing nothings notice november now np null numerous objective obligated
    obligation obligations obliged obliging obstacle obstacles obvious obviously occasion occasional occasions occupied occur occurred
    occurring oclock october of off ok okay on one ones ongoing online only ooops oops open operation operational opportunities
    opportunity option optional or order ordered orders ordinary organisation organization original originally other others otherwise
    othr our ours ourself ourselves out outside over overall overly owing own panel part participant participate participating
    participation particular particularly party pass passing past peculiar pending people peoples per perhaps period permission persist
    personal personally personel persons phone physical physically place placeholder plan planned planning plans please pleasure plenty
    pls plus plz pm point policy pop popped pops portion position positive possible postpone postponed postponement postponing potential
    preceding prefer preference preferred prefers preparation prepared present press pressing pretty prevent prevented prevents previous
    previously principle prior priorities priority privacy private privately problem problems procedural procedure procedures proceed
    process processes prompt proper properly propose proposed provide provided providing public pull pulled purely purpose purposes
    pushed put questions quick quickly quite quote qux rapid rather reach reached reaching readjust readjusted ready realise reality
    realize really rearrange rearranged rearranging reason reasonable reasonably reasoning reasons receive received recent recently
    reconsider reconsideration reconsidering record records recruit recruiter recruiters recruiting recruitment refer reference reflect
    reflection regard regarding regards regret regrettably relate related relevant remain remaining remains remark remarks reminder
    remove removed reorganise replan reply request requested requests require required requirement requirements reschedule rescheduled
    rescheduling reserved reshuffle resolve respect respectfully respective respond respondent response responsibilities responsibility
    responsible rest restricted restriction restrictions result resulting results retract retracted reveal revealed review revised
    revoke revoked right rn role round rounds run sad sadly said sake same sample saturday say says schedule scheduled schedules
    scheduling scrap scrapped scratch script second section see seem select selected selection send sending sends sense sensitive sent
    separate september series serious seriously session set setback setbacks several shall shame share sharing shifted shifting short
    shortly should show shuffle side similar simple simply since sincere sincerely single sir situation situations skip slight slightly
    slot small smooth smoothly so solely solve some someday somehow someone something sometime sometimes somewhere soon sorry soz
    special specific specifically specifics specified specify specifying spoke sry staff stage start started state stated status stay
    step stepping sth still stop strictly strong stuff stuffs sub subject subjective submit submitted success successful such sudden
    suddenly suggest suggested suit suitable suits sum sunday superior superiors supervisor supervisors support supposed sure surely
    surfaced surprise surprising surprisingly swamped swap swapping t take taken takes taking talk talked task tasks tba tbc tbd team
    technical tell telling temp temporarily temporary tense terminate terminated terrible terribly test testing tests text texted than
    thank thanking thanks thankyou thanx that thats the their them themself themselves then there thereby therefore these they thing
    things thingy think thinking third this tho thorough those though thought thoughts three throughout thru thursday thus thx tied till
    time timing tks tmr tmrw tmw tnx to today todo together told tomorrow tonight too total touch tough toward towards tricky trouble
    troubles troubling true truly trust try trying tuesday turn turned turning turns two tx ty type types typical u ugh uh ultimately um
    unable unavailability unavailable unavoidable unavoidably uncertain uncertainty unclear under underlying understand understanding
    understood undertake undisclosable undisclosed undo undone uneasy unexpected unexpectedly unexplained unforeseeable unforeseen
    unforseen unfortunate unfortunately unhappy unknown unless unlikely unlucky unplan unplanned unprecedented unpredictable unpredicted
    unrelated unspecified unsuitable unsure until unusual up update updated updates upon upstairs urgency urgent urgently us used useful
    user usual usually vague valid value variety various very via video view virtual void voided w wait waiting waive waived wanna want
    wanted wants warm warmly was wasnt wasting way we wechat wednesday week weekend weeks well went were what whatever whatnot when
    wherever whether which while who whom whose why will wish wishes wishing with withdraw withdrawal withdrawing within without wo
    woman wonder wonderful wont word words work working world worries worse worst worth would wouldnt write writing x xx xxx yeah yep
    yes yesterday yet yo you your yours yup
"""
# Without tones or spaces.
_PINYIN = """
    anpai anpaile ba bao baomi baoqian baoqianle beizhu benren biandong bibian biede bu bubian bubianshuo bubiantoulu bucanjia bucuo
    bufang bufangbian buhao buhaoyisi bukekang bukekangli bulai bulaile bumen bumenyuanyin bumian bumianle buneng bunengcanjia bunenglai
    buqingchu buqu buxiang buxiangshuo buzhidao canjia ceshi chongtu chuli dangtian danwei dashi de dianr dianshi dou duibuqi fangbian
    fangqi fanzheng gaiqi gairi gaitian gangwei ganxing geren gerenanpai gerenqingkuang gerenshiqing gerenshiwu gerenwenti gerenyuanyin
    gongshi gongsi gongsiyuanyin gongzuo gongzuoyuanyin haishi hao haode he hen henmang houtian houxuanren huan hui hunan jiali
    jialiyoudianshi jialiyoushi jianbeizhu jianliang jiaren jiating jiatingshiwu jiatingyuanyin jiazhong jiazhongyoushi jihua
    jihuayoubian jintian jishi jishiqing jishu jishuyuanyin jiu jiushi jueding keguan keguanyuanyin keyi kong kongzhi la lai laibuji
    laibuliao laoban le liangjie lingdao lingdaoyaoqiu lingyou linshi linshiyou linshiyoushi linshiyoushiqing liyou ma mang mangguolai
    mei meikong meishi meishijian meiyou meiyoukong meiyoushijian mi mianbuliao mianle mianshi mianshiguan mianshiquxiao mingtian mou
    mouxie nage ne neibu neibuyuanyin neng ni nihao nimen nin ninhao qing qingkuang qingkuangbiandong qingyuanliang qita qitayuanyin
    qiye qu qubuliao quxiao quxiaomianshi rencai renshi shangji shangwu shenghuo shenme shenmede shi shibukeneng shijian
    shijianbufangbian shijianchongtu shiqing shiwu shuo shuoming siren sishi suibian suoshi ta taimang tamen tebie teshu teshuyuanyin
    tongshang tongzhi toulu tufa tufashijian tufazhuangkuang tuichi tuifa tuobukai turan weile weishenme weizhi wenti wo women wu wufa
    wufacanjia wuliyou wuyuanyin xiaci xiang xianzai xianzhi xiaoshi xiawu xie xiexie xitong xitongyuanyin xuyao ya yanqi yao yaoqiu
    yaoshi ye yewu yewuxuyao yewuyuanyin yidian yidianshi yijing yin yinggu yingu yinshi yinsi yinsu yinsuyuanyin yinwei yiwai yixia
    yixie you youbian youdian youdianshi youjishi youshi youshiqing youxie youyu yu yuanliang yuanyin zaishuo zaiyou zaiyue zanshi zanwu
    zashi zenme zhege zhen zhidao zhong zhuangkuang zhuguan zhuguanyuanyin ziji zishen zishenyuanyin ziyou zoubukai zuijin
"""
# Function words and vague words of other languages in Latin letters, without accents.
_ELSEWHERE = """
    a aber ainsi al alasan algo am an anda ao assunto asunto asuntos au aus aux avec ban bei bin bisa bu ca cai cam causa causas cette
    circunstancias co com con convenances cua cuestiones da dan dari das de debido dem den der des di dia die dies do don dos du durch
    een ein eine einem einen einer el em empechement en entretien entrevista es essa esta este et etwas fa familia familiales familiare
    familiaren familiares familien fur grund grunde grunden hallo hari heute hoy ich il imprevisto imprevistos imprevu ini io ist izin
    je kam kann karena kein keluarga keperluan khan khong konnen la las le les lo los ly mais mal mau me mein meine mendadak mes mi
    minha mit moi mon mot motif motifs motivi motivo motivos na ne nem nhan nicht nin no non nos nous nu o oder os otra otras otro otros
    ou outro outros par para parce pas pela pelo per persoenlich persoenliche personale personales personali personlich personliche
    personlichen personnel personnelle personnelles personnels pessoais pessoal por posso pour pribadi privadas privat private privaten
    privees problema problemas probleme puedo pues que quelque qui ragioni raison raisons razon razones reuniao rien saya se sein sem si
    sie sin sind sont su sua sui suis tai tempo temps tengo tenho termin tidak tiempo toi tot tout tu um una und une uno urgence
    urgencia urgent urusan va vai van ve vi viec von vor wegen weil weitere wichtige wichtigen y yang zeit zu zum zur
"""
# Tangible things, places and doings that a cause told in few words may consist of: one of them says as much as two others.
_EVERYDAY = """
    abroad airport alibaba allergy amazon ambulance america android anesthesia antiviru app appendix apple arm army arrested asthma
    audio aunt australia baby babysitter baidu bandage bank bankrupt bankruptcy basement bathroom battery beach beijing berlin bicycle
    bike birthday blood bluetooth boat bone bonu born boy boyfriend brake brazil bridge broke brother browser bu budget bug burglar buy
    bytedance cable camera campu canada cancer captcha car card carpenter cast cat ceiling certificate charger cheap chengdu child
    christma chrome church city cloud code college commute concert constipation cost cough country court cousin cow crutch custody dad
    daycare dead dean debt degree desert diabete dialysi diarrhea died dinner dissertation divorce diwali doctor dog door drive drove
    dubai dublin ear earphone easter edge eid electrician elevator engine equity eviction exam eye factory farm father fell ferry
    festival fever fiance fiancee fire firefighter firefox firewall flat flew flight flu fly food foot forest france fridge funeral
    garage garden gate germany girlfriend google grab grandfather grandma grandmother grandpa granny guangzhou hamster hangzhou harvest
    headphone headset highway holiday honeymoon hongkong horse hospital hotel house huawei hurt ibm ill india indonesia injection
    insulin insurance intel intern ipad iphone island italy itch jail japan java judge jury kafka karaoke key keyboard kid kindergarten
    kitchen kitten knee korea kyoto lab labor laboratory labour lake lamp landlord laptop law lawsuit lawyer lease leg lift linux loan
    lock london lost lunch lung mac macbook madrid malaysia manila marathon mba mechanic meituan melbourne meta metro mexico mic
    microphone microsoft modem mom mortgage mother motorcycle mountain mouse mugged nanjing nanny navy neighbor neighbour nephew netflix
    newborn niece nightshift nose nurse nursery nvidia oracle osaka oven oversleep overslept overtime pain painter pari passport
    password payroll pension pet phd philippine pig plane plant plumber police power pregnant prison professor puppy python rabbit
    railway rain ramadan rash relocation remote rent river road robbed robbery roof room roommate roster router safari salary
    scholarship school scooter sea semester seoul server shanghai sheep shenzhen shift ship shopee shower sick singapore sister skin
    slack sleep snake sneeze snow sold son spain speaker spider sport sql startup stock stolen storm street stretcher strike stripe
    stuck subway surgery sydney tablet taipei taiwan tax tenant tencent tesla thailand theft thesi thief ticket tire toilet tokyo tooth
    toronto train tram travel trial trip truck tuition tumor tumour tunnel twin tyre ubuntu uk ulcer uncle union university usa vaccine
    vancouver vet vietnam village vomit walk warehouse washer water web webcam wedding wheelchair wife wind window witness wuhan xiaomi
    zoom
"""
EMPTY_EN = frozenset(_ENGLISH.split())
EVERYDAY = frozenset(_EVERYDAY.split())
EMPTY_ELSEWHERE = frozenset(_ELSEWHERE.split())
EMPTY_PINYIN = frozenset(_PINYIN.split())
# What a run of letters without spaces may be made of to say nothing.
EMPTY_PIECES = frozenset(word for word in EMPTY_EN if len(word) > 1) | EMPTY_PINYIN
