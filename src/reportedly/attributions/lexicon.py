"""The words by which sources, outlets and reporting verbs are known; all in lower case."""

from __future__ import annotations

from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a text that is set out in lines, as a set."""
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.replace("\n", ",").split(",") if line.strip())


# ── Reporting ────────────────────────────────────────────────────────────────────────────


def _forms(regular: str, irregular: str) -> dict[str, str]:
    """Form -> base, for verbs that are regular and for lines of `base s past participle ing`."""
    forms: dict[str, str] = {}
    for base in regular.split():
        stem = base[:-1] if base.endswith("e") else base
        past = stem[:-1] + "ied" if stem.endswith("y") and stem[-2] not in "aeo" else stem + "ed"
        third = base[:-1] + "ies" if past.endswith("ied") else base + "s"
        third = base + "es" if base.endswith(("ss", "sh", "ch")) else third
        forms |= dict.fromkeys((base, third, past, stem + "ing"), base)
    for line in irregular.strip().splitlines():
        base, *others = line.split()
        forms |= dict.fromkeys((base, *others), base)
    return forms


_REGULAR = """
    accept acknowledge add affirm allege announce answer argue assert assess assume assure
    believe boast brag caution claim clarify comment complain concede conclude confess confirm
    contend counter declare detail disclose emphasise emphasize estimate explain
    hint indicate inform insist joke lament learn maintain mention note notify observe
    opine point post predict proclaim quip recall reason recount reiterate remark
    report respond reveal rumour rumor signal speculate state stress suggest suspect
    testify tweet underscore urge voice warn whisper worry
"""
_IRREGULAR = """
    say says said saying
    agree agrees agreed agreeing
    tell tells told telling
    write writes wrote written writing
    think thinks thought thinking
    know knows knew known knowing
    hear hears heard hearing
    show shows showed shown showing
    find finds found finding
    feel feels felt feeling
    fear fears feared fearing
    swear swears swore sworn swearing
    forecast forecasts forecasting
    deny denies denied denying
    reply replies replied replying
    imply implies implied implying
    specify specifies specified specifying
    admit admits admitted admitting
    blog blogs blogged blogging
    understand understands understood understanding
    cite cites cited citing
    quote quotes quoted quoting
    publish publishes published publishing
    carry carries carried carrying
    convince convinces convinced
"""
REPORTING: Final = _forms(_REGULAR, _IRREGULAR)

# Verbs that open an inner report by themselves, "that" or not: "police said he …".
BARE: Final = words(
    """
    say tell claim believe think report confirm allege suspect hear learn fear insist add reveal
    announce suggest estimate acknowledge admit deny
    """
)
# Verbs that name their hearer: "told the court", "assured us".
HEARD_BY: Final = words("tell inform assure notify remind convince warn")
CITING: Final = words("cite cites cited citing quote quotes quoted quoting")
# Verbs of outlets, trailing a sentence: ", the Courier reports".
CARRIED_BY: Final = words(
    """
    report reports reported say says said write writes wrote note notes noted claim claims claimed
    reveal reveals revealed state states stated announced learned confirm confirmed confirms
    """
)
# Before whom others speak: what they heard or were told is nobody's of them.
FORUMS: Final = words(
    """
    court judge jury juror coroner inquest inquiry tribunal hearing trial committee commission panel
    magistrate mp msp mep td peer councillor parliament commons senate congress assembly meeting
    conference
    """
)
# Adverbs that stand for a source of their own.
HEDGES: Final = words("reportedly allegedly purportedly supposedly")
# Nouns for talk without a speaker: "there are reports that …".
TALK: Final = words(
    """
    report reports rumour rumours rumor rumors speculation claim claims allegation allegations
    suggestion suggestions intelligence talk gossip accounts account indications concern concerns
    fears evidence information
    """
)
AUXILIARIES: Final = words(
    """
    is are was were be been being am has have had having do does did will would can could may might
    must shall should 's 're 've 'd
    """
)
ADVERBS: Final = words(
    """
    also later earlier then again now once still just never ever not even only always often first
    previously recently too yet soon both all since long further meanwhile already
    """
)

# ── Function words ───────────────────────────────────────────────────────────────────────

ARTICLES: Final = words("the a an")
POSSESSIVES: Final = words("his her its their our my your")
DETERMINERS: Final = (ARTICLES | POSSESSIVES) | words(
    """
    this that these those some any many several most few both all each every another other no
    one two three four five six seven eight nine ten dozens hundreds
    thousands multiple various numerous certain more
    """
)
CLAUSE_OPENERS: Final = words(
    "that who whom whose which where when while because although though whether if as but and or"
)
PREPOSITIONS: Final = words(
    """
    of in on at by for from with to into about after before during over under against between
    among since until via through within without per near outside inside amid out off across
    around along toward towards
    """
)
# Ends of adjectives that are made of names: "London-based".
MADE: Final = words("based led backed born made controlled owned run associated style era funded")
PREFIXES: Final = words("pro anti non ex mid post pre then")
# Verbs that stand in capitals between the names of a headline.
HEADLINE: Final = words("says claims confirms reports calls denies reveals discusses is was to as")
# Words within names that end in a possessive: "People's Assembly".
OWNING: Final = words("people women men children king queen workers")
# Words that open sentences in capitals without belonging to the name that follows.
OPENERS: Final = (
    DETERMINERS
    | CLAUSE_OPENERS
    | PREPOSITIONS
    | ADVERBS
    | AUXILIARIES
    | words(
        """
        i he she it they we you him her them us me it's he's she's what how why there here so
        yet nor according however meanwhile instead perhaps even asked speaking citing quoting
        last next until unlike despite like another additionally moreover therefore thus well
        yes no monday tuesday wednesday thursday friday saturday sunday january february march
        april may june july august september october november december update read watch click
        let's don't who's that's there's i'm we're they're i've we've
        """
    )
)
# Those of them that are no part of a name in the middle of a sentence either.
NEVER_NAMES: Final = ARTICLES | words(
    """
    i he she it they we you i'm i've i'd i'll monday tuesday wednesday thursday friday saturday
    sunday january february march april june july august september october november december
    jan. feb. mar. apr. aug. sep. sept. oct. nov. dec.
    """
)
TIME: Final = words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december today yesterday tomorrow tonight last this
    late early earlier recently exclusively
    """
)

# pronoun -> (gender, plural); gender "n" is a thing
PRONOUNS: Final[dict[str, tuple[str | None, bool]]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("m", False)),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("f", False)),
    **dict.fromkeys(("it", "its", "itself"), ("n", False)),
    **dict.fromkeys(("they", "them", "their", "themselves"), (None, True)),
}
FIRST_PERSON: Final = words("i me my we us our you your")
RELATIVES: Final = words("who whom whose which that")

# ── People ───────────────────────────────────────────────────────────────────────────────

RANKS: Final = words(
    "admiral brigadier captain col colonel commander corporal gen general inspector lieutenant lt "
    "major rear sergeant sgt sir dr vice detective superintendent capt adm maj det"
)
HONORIFICS: Final[dict[str, str | None]] = {
    **dict.fromkeys(("mr", "sir", "lord", "king", "prince", "father", "sheikh", "imam"), "m"),
    **dict.fromkeys(("mrs", "ms", "miss", "dame", "lady", "queen", "princess", "sister"), "f"),
    **dict.fromkeys(("dr", "prof", "hon", "rev", "messrs", "st"), None),
}
# Titles set before a name -> the nouns by which the text may come back to the person.
TITLES: Final[dict[str, frozenset[str]]] = {
    "rep": words("representative congressman congresswoman lawmaker"),
    "reps": words("representative lawmaker"),
    "sen": words("senator lawmaker"),
    "gov": words("governor"),
    "gen": words("general"),
    "col": words("colonel officer"),
    "lt": words("lieutenant officer"),
    "sgt": words("sergeant officer"),
    "cpl": words("corporal"),
    "capt": words("captain officer"),
    "maj": words("major officer"),
    "cmdr": words("commander officer"),
    "adm": words("admiral"),
    "det": words("detective officer"),
    "insp": words("inspector officer"),
    "supt": words("superintendent officer"),
    "dr": words("doctor physician scientist"),
    "prof": words("professor academic scholar"),
    "rev": words("reverend pastor minister"),
}
GENDERED: Final[dict[str, str]] = {
    **dict.fromkeys(
        words(
            """
            spokesman foreman
            chairman congressman businessman policeman man boy father brother son husband
            uncle king prince actor gentleman salesman fisherman fireman councilman assemblyman
            anchorman cameraman grandfather nephew statesman monk priest
            """
        ),
        "m",
    ),
    **dict.fromkeys(
        words(
            """
            spokeswoman chairwoman congresswoman businesswoman policewoman woman girl mother
            sister daughter wife aunt queen princess actress councilwoman assemblywoman nun
            grandmother niece widow housewife
            """
        ),
        "f",
    ),
}
ROLES: Final = frozenset(GENDERED) | words(
    """
    academic activist adviser advisor administrator agent aide ally ambassador analyst anchor
    archbishop architect artist assistant astronaut athlete attorney author banker biologist bishop
    blogger boss broker campaigner candidate captain cardinal caretaker cashier ceo chair
    chairperson chancellor chef chief clerk cleric climber coach coordinator colleague columnist
    commander commentator commissioner consul consultant contractor convenor co-founder cop
    coroner correspondent councillor councilor counsel counselor critic curator customer dad deacon
    dean defector delegate deputy designer detective developer diplomat director doctor
    driver economist editor editor-in-chief employee engineer envoy ex-president executive
    expert farmer fighter filmmaker financier firefighter fisher founder friend general governor
    guard guest head hero historian host inspector instructor insider interpreter investigator
    investor judge journalist justice lawmaker lawyer leader lecturer legislator lieutenant
    librarian manager marshal mayor mechanic member mentor meteorologist midwife minister model mp
    mum mom musician negotiator neighbor neighbour novelist nurse observer officer official
    operator organiser organizer owner parliamentarian partner passenger pastor patient
    photographer photojournalist physician physicist pilot player poet politician pollster pope
    premier presenter president prime-minister principal producer professor prosecutor
    psychiatrist psychologist psychotherapist publicist publisher rabbi ranger rebel
    referee rep reporter representative republican researcher resident rival scholar scientist
    secretary senator sergeant servant sheriff shopkeeper singer skipper socialist soldier
    solicitor speaker specialist spokesperson sportswriter star star-witness strategist
    student superintendent supervisor supporter surgeon surveyor survivor svp teacher
    technician tenant therapist tourist trader trainer treasurer trustee tycoon undersecretary
    vendor vet veteran victim viewer volunteer vp warden weatherman whistleblower witness
    worker writer youth democrat conservative tory cfo coo cto frontman drummer guitarist rapper
    bassist
    constable backbencher nurse lifeguard vicar headteacher
    gunman suspect defendant plaintiff hostage prisoner refugee migrant militant warlord
    """
)
PEOPLE_PLURAL: Final[dict[str, str]] = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "clergymen": "clergyman",
    "spokesmen": "spokesman",
    "lawmen": "officer",
    "police": "police",
    "witnesses": "witness",
    "bosses": "boss",
    "coaches": "coach",
    "nurses": "nurse",
    "allies": "ally",
    "deputies": "deputy",
    "attorneys": "attorney",
    "authorities": "authority",
    "families": "family",
    "secretaries": "secretary",
    "ministries": "ministry",
    "agencies": "agency",
    "companies": "company",
    "studies": "study",
    "media": "media",
    "others": "other",
    "mps": "mp",
    "tds": "td",
}
# Heads that may be said of one and the same person: a text varies its words.
KINDRED: Final = (
    words("journalist reporter correspondent editor columnist commentator writer author anchor"),
    words("expert analyst researcher scholar professor scientist academic economist specialist"),
    words("spokesman spokeswoman spokesperson representative rep official aide"),
    words(
        """
        lawmaker senator congressman congresswoman representative legislator mp politician
        backbencher
        """
    ),
    words("lawyer attorney counsel solicitor barrister prosecutor"),
    words("doctor physician surgeon medic"),
    words(
        """
        officer detective policeman policewoman sheriff sergeant captain inspector cop chief
        constable
        """
    ),
    words("leader president chairman chairwoman head chief director boss ceo executive"),
    words("soldier commander general colonel veteran officer"),
    words("politician minister premier candidate mayor governor president leader chancellor"),
    words("singer musician star rocker frontman rapper guitarist actor actress"),
    words("source insider official person informant"),
    words("report article story post piece column"),
)
# People whose identity is held back or vague.
UNNAMED: Final = words(
    """
    source insider informant person tipster leaker whistleblower one some someone somebody
    many others other several most few others' everyone everybody nobody sceptic skeptic rumour
    rumor speculation talk gossip chatter whisper hoax man woman boy girl student other they
    """
)
OFFICIALS: Final = words(
    """
    official officer prosecutor diplomat policeman policewoman investigator minister envoy soldier
    ambassador lawmaker senator agent sheriff detective judge magistrate general colonel aide
    consul inspector coroner deputy
    """
)

# ── Outlets, documents, organisations ────────────────────────────────────────────────────

MEDIA: Final = words(
    """
    newspaper paper magazine website site webpage outlet broadcaster channel network station tabloid
    daily weekly press media publication journal newswire portal programme program blog podcast
    television tv radio
    """
)
MEDIA_NAME: Final = words(
    """
    times post news daily herald tribune journal gazette telegraph guardian mail mirror sun star
    radio tv television magazine press broadcasting network observer standard chronicle globe
    courier express independent review weekly today wire reporter newspaper newspapers bulletin
    insider
    dispatch examiner inquirer enquirer sentinel register record monitor mercury argus echo beacon
    free-beacon ledger spectator newswire media newsweek spiegel monde figaro zeitung post-gazette
    times-news sun-times post-dispatch plain-dealer courier-journal news-times online channel
    """
)
OUTLETS: Final = _phrases(
    """
    reuters, associated press, ap, afp, agence france-presse, bloomberg, upi, tass, itar-tass
    xinhua, yonhap, kcna, interfax, ria novosti, anadolu, kyodo, dpa, ansa, efe, pti, ians, irna
    sana, isna, bbc, cnn, nbc, abc, cbs, pbs, npr, msnbc, fox, sky, itv, c-span, cnbc, hbo, espn
    mtv, cbc, ctv, rt, al jazeera, al arabiya, al-jazeera, al-arabiya, deutsche welle, euronews
    france 24, telesur, politico, time, people, vanity fair, vogue, wired, forbes, fortune
    the economist, economist, the atlantic, atlantic, the new yorker, new yorker, rolling stone
    newsweek, variety, slate, salon, vox, buzzfeed, mashable, gawker, gizmodo, techcrunch, recode
    the verge, verge, engadget, cnet, macrumors, 9to5mac, ars technica, zdnet, business insider
    huffington post, huffpost, breitbart, daily beast, the daily beast, daily caller, the hill
    the intercept, propublica, mother jones, the nation, national review, national enquirer, tmz
    us weekly, e!, e! news, page six, deadline, hollywood reporter, the hollywood reporter
    entertainment weekly, billboard, pitchfork, vice, vice news, the onion, snopes, usa today
    wall street journal, axios, semafor, quartz, yahoo, le monde, le figaro, liberation
    der spiegel, spiegel, bild, die welt, die zeit, stern, focus, el pais, el país, el mundo
    la repubblica, la stampa, corriere della sera, haaretz, ynet, maariv, asahi shimbun
    yomiuri shimbun, nikkei, chosun ilbo, joongang ilbo, dong-a ilbo, dawn, caixin, the age
    al-ahram, asharq al-awsat, al-hayat, hürriyet, hurriyet, rudaw, kommersant, izvestia, pravda
    novaya gazeta, meduza, the sun, the mirror, metro, the independent, the guardian, nme
    bellingcat, the conversation, motherboard, re/code, 60 minutes, meet the press, lawfare
    nature, science, scientific american, national geographic, the lancet, lancet
    voice of america, radio free europe, radio free asia, sports illustrated, cosmopolitan, gq
    esquire, elle, hello, mail on sunday, independent on sunday, scotland on sunday
    wales on sunday
    """
)
# Outlets whose name is often followed by another's: "told Reuters Ana Soto had left".
AGENCIES: Final = words(
    """
    reuters ap afp bloomberg cnn bbc nbc abc cbs npr msnbc cnbc mashable politico tass xinhua yonhap
    buzzfeed tmz
    """
)
SOCIAL: Final = words(
    """
    twitter facebook instagram youtube reddit weibo tiktok telegram snapchat vkontakte whatsapp
    tumblr tweet post poster hashtag video account footage clip thread youtuber
    """
)
DOCUMENTS: Final = words(
    """
    report study letter statement filing affidavit indictment complaint lawsuit suit document
    dossier survey poll memo memorandum transcript paper book memoir article story email e-mail
    warrant editorial op-ed bulletin papers documents data census review
    audit analysis manifesto notice obituary certificate autopsy column
    newsletter note press-release biography manual findings copy draft excerpt message
    recording tape record statistic readout minute communique communiqué deposition ruling judgment
    judgement cable diary
    """
)
# Documents by which a text may mean the outlet that ran them.
STORIES: Final = words("report article story post piece column editorial interview exclusive")
GOVERNMENT: Final = words(
    """
    ministry department government police court army navy military embassy parliament congress
    senate council commission administration authority cabinet kremlin pentagon state treasury
    force airforce marines bureau council consulate tribunal legislature prosecution judiciary
    customs junta regime intelligence nato regulator
    command coastguard municipality republic agency assembly
    """
)
# Of these, the words that make a name an authority's.
OFFICES: Final = GOVERNMENT - {"state", "intelligence", "council", "agency", "assembly"}
AUTHORITIES: Final = words(
    """
    fbi cia nsa dhs doj epa fda cdc nato un eu who imf pd nypd lapd irs tsa atf fsb kgb gchq mi5 mi6
    """
)
COMPANIES: Final = words(
    """
    company firm corporation manufacturer retailer airline bank startup giant maker carmaker
    airliner business brand developer operator insurer utility carrier
    """
)
ORGANISATIONS: Final = COMPANIES | words(
    """
    university college school hospital clinic institute foundation charity group organisation
    organization association union party club team church mosque federation league campaign
    committee center centre museum observatory society alliance coalition network company inc
    corp ltd llc plc co gmbh academy convent museum board panel office trust fund militia
    movement fellowship laboratory lab observatory syndicate band studio label agency house
    service services programme project chamber watchdog museum zoo theatre theater hotel
    airport library orchestra hospice council assembly relations affairs
    resorts international technologies motors airlines industries systems partners holdings brigade
    """
)
INCORPORATED: Final = words("inc inc. corp corp. ltd ltd. llc plc co co. gmbh pvt pty")
LEGAL_FORMS: Final = words("ab ag nv oyj sa se spa")  # in capitals
TRADES: Final = words(  # with which names of companies end, and which are left out again
    """
    inc inc. corp corp. ltd ltd. llc plc co co. gmbh holdings motors airlines airways air
    industries technologies systems foods chemicals pharma pharmaceuticals energy logistics
    telecom semiconductors homes properties developments supermarkets railways shipping
    """
)
PLACES: Final = _phrases(
    """
    afghanistan, africa, algeria, america, argentina, armenia, asia, australia, austria
    azerbaijan, bahrain, bangladesh, belarus, belgium, bolivia, bosnia, brazil, britain, bulgaria
    cambodia, cameroon, canada, chile, china, colombia, congo, croatia, cuba, cyprus, denmark
    egypt, england, estonia, ethiopia, europe, finland, france, georgia, germany, ghana, greece
    guatemala, haiti, hungary, iceland, india, indonesia, iran, iraq, ireland, israel, italy
    jamaica, japan, jordan, kazakhstan, kenya, kosovo, kuwait, kyrgyzstan, laos, latvia, lebanon
    liberia, libya, lithuania, malaysia, mali, malta, mexico, moldova, mongolia, morocco
    mozambique, myanmar, nepal, netherlands, new zealand, niger, nigeria, north korea, norway
    oman, pakistan, palestine, panama, paraguay, peru, philippines, poland, portugal, qatar
    romania, russia, rwanda, saudi arabia, scotland, senegal, serbia, sierra leone, singapore
    slovakia, slovenia, somalia, south africa, south korea, spain, sri lanka, sudan, sweden
    switzerland, syria, taiwan, tajikistan, tanzania, thailand, tunisia, turkey, uganda, ukraine
    united kingdom, uk, u.k., united states, us, u.s., usa, uruguay, uzbekistan, venezuela
    vietnam, wales, yemen, zambia, zimbabwe, washington, london, moscow, beijing, paris, berlin
    brussels, tehran, jerusalem, kyiv, kiev, pyongyang, seoul, tokyo, new york, california, texas
    florida, hong kong, gaza, west bank, crimea, ankara, baghdad
    """
)
# Places by which a text may mean those who govern from there.
SEATS: Final = _phrases(
    """
    white house, kremlin, pentagon, downing street, capitol hill, whitehall, vatican, elysee, élysée
    buckingham palace, kensington palace, holyrood, foggy bottom, quai d'orsay, scotland yard
    blue house, knesset, bundestag, duma, hamas, hezbollah, taliban, commons, house of commons
    home office, foreign office, cabinet office
    lords, house of lords, house of representatives, oireachtas, senedd, riksdag, storting
    """
)
NATIONALITIES: Final = words(
    """
    afghan african algerian american arab argentine armenian asian australian austrian belgian
    bolivian brazilian british bulgarian canadian chilean chinese colombian croatian cuban czech
    danish dutch egyptian english estonian ethiopian european finnish french georgian german
    ghanaian greek hungarian indian indonesian iranian iraqi irish israeli italian jamaican
    japanese jordanian kenyan korean kurdish kuwaiti lebanese libyan malaysian mexican moroccan
    nepalese nigerian norwegian pakistani palestinian peruvian polish portuguese romanian russian
    saudi scottish serbian somali spanish sudanese swedish swiss syrian taiwanese thai tunisian
    turkish ugandan ukrainian venezuelan vietnamese welsh yemeni u.s. us uk
    """
)
LANDS: Final = PLACES | NATIONALITIES
PORTFOLIOS: Final = words(
    """
    health finance defence defense foreign interior exterior home education justice trade energy
    transport transportation agriculture farm prime treasury environment culture economy labour
    labor commerce housing science sport tourism immigration
    """
)
SAME_OFFICE: Final = {
    "defense": "defence", "labor": "labour", "farm": "agriculture", "home": "interior",
    "transportation": "transport", "treasury": "finance", "tory": "conservative",
    "gop": "republican",
}  # fmt: skip
PARTIES: Final = words(
    """
    democratic republican gop libertarian green labour labor conservative tory liberal progressive
    socialist communist nationalist centrist
    """
)
PARTICLES: Final = words("de van von der den del della di da du la le el al bin ibn ben abu ter")
