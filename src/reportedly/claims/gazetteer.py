"""Short lists of names and of words that tell what a name belongs to, all in lower case."""

from __future__ import annotations

from reportedly.claims.lexicon import words

TITLE_MODIFIERS = words(
    "vice prime first foreign defence defense finance interior deputy chief acting former interim",
    "assistant senior",
)
TITLES = words(
    "mr mrs ms dr prof professor sir dame lord lady president premier chancellor minister",
    "secretary senator sen rep congressman congresswoman governor gov mayor ambassador general",
    "gen colonel col major maj captain capt lieutenant lt sergeant sgt corporal commander cmdr",
    "admiral adm judge justice pope bishop archbishop rabbi imam sheikh ayatollah chairman",
    "chairwoman director spokesman spokeswoman detective det officer inspector constable sheriff",
    "rev reverend chief commissioner attorney speaker councilman councilwoman spokesperson pastor",
    "candidate nominee actor actress singer author journalist analyst expert activist lawyer",
    "footballer striker midfielder defender goalkeeper councillor cllr corpl engineer farmer",
    "resident",
)
PERSON_TITLES = words(
    "mr mrs ms dr prof professor sir president minister senator sen rep governor gov general",
    "gen colonel col major captain capt lt sgt judge spokesman spokeswoman actor actress singer",
    "author journalist analyst expert activist leader founder director chairman lawyer father",
    "mother son daughter husband wife brother sister striker midfielder defender goalkeeper",
    "coach player",
)
ORGANISATION_ENDS = words(
    "inc corp corporation ltd llc plc co company group holdings bank university college",
    "institute council ministry agency department office bureau commission committee party",
    "union association federation foundation society organisation organization court parliament",
    "congress senate assembly government administration police army navy force forces guard",
    "corps command times post news journal herald tribune guardian telegraph magazine newspaper",
    "network television tv radio channel press club united hospital clinic school church league",
    "airlines airways motors authority service services centre center fund trust board alliance",
    "coalition movement front brigade labs technologies systems industries partners ventures",
    "media studios energy foods",
)
ORGANISATION_STARTS = words(
    "ministry department office bank university council institute house board court bureau",
    "federation association organisation organization committee centre center church",
)
ORGANISATIONS = words(
    "reuters bloomberg google apple microsoft facebook twitter amazon netflix tesla boeing",
    "airbus interpol nato unesco unicef hamas hezbollah isis taliban kremlin pentagon nasa opec",
) | {
    "white house", "al jazeera", "islamic state", "european union", "united nations", "al qaeda",
    "state department", "secret service", "associated press", "boko haram", "red cross",
}  # fmt: skip
PLACE_ENDS = words(
    "city river lake island islands sea ocean bay street road avenue square airport province",
    "county region district valley mountains mountain coast peninsula desert strait gulf",
    "harbour harbor port bridge park beach village town hill hills forest canal",
)
ENDS = ORGANISATION_ENDS | PLACE_ENDS
PLACES = words(
    "afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan",
    "bahrain bangladesh barbados belarus belgium belize benin bhutan bolivia botswana brazil",
    "brunei bulgaria burundi cambodia cameroon canada chile china colombia congo croatia cuba",
    "cyprus denmark djibouti ecuador egypt england eritrea estonia ethiopia fiji finland france",
    "gabon gambia germany ghana greece greenland guatemala guinea guyana haiti honduras hungary",
    "iceland india indonesia iran iraq ireland israel italy jamaica japan kazakhstan kenya",
    "kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya lithuania luxembourg",
    "madagascar malawi malaysia maldives mali malta mauritania mauritius mexico moldova monaco",
    "mongolia montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua niger",
    "nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal",
    "qatar romania russia rwanda samoa scotland senegal serbia singapore slovakia slovenia",
    "somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand",
    "tibet togo tunisia turkey turkmenistan uganda ukraine uruguay uzbekistan vanuatu vatican",
    "venezuela vietnam wales yemen zambia zimbabwe africa asia europe antarctica britain crimea",
    "donbas gaza alabama alaska arizona arkansas california colorado connecticut delaware",
    "florida hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland",
    "massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio",
    "oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming",
    "london paris berlin madrid rome vienna moscow kyiv kiev beijing shanghai tokyo seoul",
    "pyongyang delhi mumbai karachi islamabad kabul baghdad mosul tehran damascus aleppo kobani",
    "beirut jerusalem cairo tripoli benghazi istanbul ankara athens dublin edinburgh glasgow",
    "manchester liverpool birmingham brussels amsterdam geneva zurich stockholm oslo copenhagen",
    "helsinki warsaw prague budapest lisbon lagos abuja nairobi johannesburg sydney melbourne",
    "canberra toronto ottawa montreal chicago boston houston dallas seattle philadelphia",
    "detroit miami atlanta manhattan brooklyn hollywood ferguson",
) | {
    "north korea", "south korea", "saudi arabia", "south africa", "new zealand", "sri lanka",
    "hong kong", "united states", "united kingdom", "great britain", "northern ireland",
    "czech republic", "costa rica", "el salvador", "dominican republic", "ivory coast",
    "sierra leone", "south sudan", "burkina faso", "papua new guinea", "west bank", "middle east",
    "new york", "new york city", "new jersey", "new mexico", "new hampshire", "new orleans",
    "los angeles", "san francisco", "san diego", "las vegas", "washington", "washington dc",
    "north carolina", "south carolina", "north dakota", "south dakota", "west virginia",
    "rhode island", "mexico city", "tel aviv", "new delhi", "u.s.", "u.k.", "us", "uk",
    "u.s", "u.k",
}  # fmt: skip
DEMONYMS = words(
    "african american arab asian australian austrian belgian brazilian british bulgarian",
    "canadian chechen chinese colombian cuban czech danish dutch egyptian english european",
    "finnish french german greek hungarian indian indonesian iranian iraqi irish israeli",
    "italian jamaican japanese jewish kenyan korean kurdish kurd kurds lebanese libyan mexican",
    "muslim muslims christian christians nigerian norwegian pakistani palestinian palestinians",
    "polish portuguese romanian russian russians saudi scottish serbian somali spanish sunni",
    "shia shiite swedish swiss syrian syrians thai turkish turks ukrainian ukrainians",
    "vietnamese welsh western yemeni democrat democrats democratic republican republicans",
    "americans israelis iraqis britons germans",
) | {"north korean", "south korean", "south african", "african american", "saudi arabian"}
CALENDAR = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may",
    "june july august september october november december christmas easter ramadan thanksgiving",
    "jan feb mar apr jun jul aug sep sept oct nov dec",
)
NO_NAMES = words(
    "tv am pm ceo cfo cto ok dna hiv ied suv gps phd ph.d bst gmt est pst edt id pr dj",
)
# Words that open sentences with a capital, and words that capitals do not make names
COMMON = words(
    "the a an and but or so yet nor in on at by for from with to of as if when while where",
    "after before since because although though until unless he she it they we i you his her",
    "its their our my your this that these those there here what who why how which not no yes",
    "all some many most one two three four five six seven eight nine ten first last new more",
    "other another each every both either neither according also however meanwhile still then",
    "now today yesterday tomorrow even only just once during under over about between against",
    "among through despite instead is are was were do does did has have had can could will",
    "would may might should let please well such same several few earlier later previously",
    "recently sources officials police authorities experts critics residents witnesses reports",
    "read watch click share photo image video file getty follow related advertisement breaking",
    "exclusive update updated mr mrs ms state",
)
FIRST_NAMES = words(
    "james john robert michael william david richard joseph thomas charles christopher daniel",
    "matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george timothy",
    "ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin",
    "scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry",
    "tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy harold",
    "keith christian roger noah gerald terry sean austin carl arthur lawrence dylan jesse",
    "jordan bryan billy joe bruce gabriel logan albert willie alan juan wayne elijah randy roy",
    "vincent ralph eugene russell bobby mason philip louis mary patricia jennifer linda",
    "elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley",
    "kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca",
    "sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen",
    "samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth",
    "julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan",
    "andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn",
    "janice jean abigail alice judy sophia grace denise amber doris marilyn danielle beverly",
    "isabella theresa diana natalie brittany charlotte marie kayla alexis lori bill hillary",
    "barack vladimir igor sergei dmitry ivan oleg mikhail alexei olga natalia elena mohammed",
    "mohammad muhammad ahmed ali hassan hussein omar abdul ibrahim mahmoud khaled yusuf fatima",
    "aisha wei li ming kim chen jong jun hiroshi yuki pierre jacques francois marie-claude hans",
    "klaus giovanni luigi carlos luis miguel pedro javier alejandro fernando diego pablo manuel",
    "francisco antonio jorge boris nigel simon tony gordon ian neil graham stuart craig darren",
    "gareth liam oliver harry jim tom mike steve dave chris matt dan ben sam nick alex max leo",
    "kate jane anne sally lucy ellen tim rick greg phil doug fred",
)
