"""First names by the pronoun that usually goes with them.

Common names of the English-speaking world and of people whom its press quotes. A name that
goes either way stands in `EITHER`. A missing name costs little: its gender is unknown then,
and both pronouns may refer to it.
"""

from __future__ import annotations

from reportedly.attributions.lexicon import words

MALE = words(
    """
    aaron abdul abdulaziz abdullah abel abraham abu adam adnan adolf adrian ahmad ahmed aidan
    akbar akira alain alan albert alberto alejandro aleksandr alessandro alexander alexei alfred
    alfredo ali allan allen alvaro alvin amir amit anatoly anders andre andrea andreas andrei
    andrew andy angelo angus anil anthony antoine anton antonio antonis archie arjun armando
    arnold arthur arturo ashraf ashton asif augusto austin axel barack barry bart bashar basil
    ben benedict benjamin benny bernard bernardo bernie bert bilal bill billy blake bob bobby
    boris brad bradley brandon brendan brent brett brian bruce bruno bryan bryce byron calvin
    cameron carl carlo carlos carlton cedric cesar chad charles charlie chester chris christian
    christoph christophe christopher chuck clarence clark claude claudio clayton cliff clifford
    clint clive clyde cody colin connor conor conrad corey cory craig curtis cyril cyrus daisuke
    dale damian damien damon dan daniel daniele danny dante darrell darren daryl dave david dean
    deepak denis dennis denzel derek dermot desmond devin dick didier diego dieter dimitri
    dinesh dirk dmitri dmitry dominic dominik don donald donnie doug douglas drew duane duncan
    dustin dwayne dwight dylan eamon earl ed eddie edgar edmund eduardo edward edwin efraim egon
    ehud elbert elias elijah elliot elliott ellis elon elvis emanuel emil emile emilio emmanuel
    enda enrico enrique eric erich erik ernest ernesto ernie errol ethan eugene evan evgeny
    fabian fabio fahad faisal farid felipe felix ferdinand fernando fidel floyd francesco
    francis francisco franco francois frank frankie franklin franz françois fred freddie
    frederick fritz fyodor gabriel gareth garry gary gavin geert gene gennady geoff geoffrey
    george georges gerald gerard gerardo gerhard gerry giacomo gianni gideon gilbert giles
    giorgio giovanni giuseppe glen glenn gordon graeme graham grant greg gregg gregor gregory
    guido guillaume guillermo gunther gus gustav gustavo hamid hamish hank hans harold haroon
    harry hartmut harvey hashim hassan hector heinrich heinz helmut hendrik henri henrik henry
    herbert herman hideo hillel hiroshi horace horst hosni howard hubert hugh hugo humphrey
    hussein ian ibrahim ignacio igor ike ilham ilya imran ira irving irwin isaac ismail itamar
    ivan ivo jack jackson jacob jacques jaime jair jake jalal jamal james jamie jan jared jarrod
    jason jasper javier jay jean jed jeff jefferson jeffrey jens jeremiah jeremy jerome jerry
    jesús jim jimmy joachim joao joaquin joe joel joey johan johann johannes john johnny jon
    jonah jonas jonathan jorge jose josef joseph josh joshua josé juan jude jules julian julio
    julius jun jurgen justin kadir kamal karim karl kaspar keir keith kelvin ken kenneth kenny
    kent kevin khaled khalid khalil kirk klaus kofi konrad konstantin kumar kurt kyle lamar
    lance larry lars laurence laurent lawrence lazar lee len lenny leo leon leonard leonardo
    leonid leopold leroy les lester lev levi lewis liam lincoln lindsey linus lionel lloyd
    lorenzo lou louis lowell luc luca lucas luciano ludwig luigi luis luiz luke luther lyle
    lyndon mahmoud malcolm malik manfred manny manuel marc marcel marcelo marco marcos marcus
    mario marion mark markus marshall martin marty marvin massimo mateo mathew mathias matt
    matteo matthew matthias maurice mauricio max maxim maximilian maxwell mehdi mehmet mel
    melvin merle michael michel miguel mihai mike mikhail miles milo milton mitch mitchell
    mohamed mohammad mohammed moises monty morgan moritz morris moshe muammar muhammad muhammadu
    mustafa narendra nasser nate nathan nathaniel naveed neal ned neil nelson neville nicholas
    nick nicola nicolas nigel nikita niklas nikolai nikolas noah noam noel norbert norman oleg
    oliver olivier omar orlando orville osama oscar oskar oswald otto owen pablo paddy panos paolo
    pascal pat patrick paul paulo pavel pedro per percy perry pete peter petr petro phil philip
    philippe phillip pierre piers pietro piotr prakash pranab quentin quincy rafael rahul raj
    rajesh ralph ramesh rami ramon ramzan randall randolph randy raphael rashid raul ravi ray
    raymond recep reggie reginald reid reinhard rené rex ricardo richard rick ricky riley rob
    robbie robert roberto robin rod roderick rodney rodrigo roger roland rolf roman ron ronald
    ronnie rory ross roy ruben rudolf rudolph rudy rupert russ russell rusty ryan sadiq sajid
    salim salman salvador sam sameer sami samir samuel sanjay santiago saul scott sean sebastian
    sepp serge sergei sergey sergio seth shane shaun shawn sheldon sherman shimon shinzo sid
    sidney siegfried silvio simon solomon spencer stan stanley stefan stefano stephan stephane
    stephen sterling steve steven stewart stuart sunil suresh sven syed sylvester taher takeshi
    tariq tayyip ted terence terrence terry thabo theo theodore thierry thomas tim timothy
    tobias toby todd tom tomas tommy tony travis trent trevor tristan troy tyler umar uwe vaclav
    valentin valery vasily vernon victor vijay vikram viktor vince vincent vincenzo virgil
    vitali vitaly vivek vlad vladimir volodymyr wade waldo wallace walter warren wayne wendell
    werner wes wesley wilbur wiley wilfred wilhelm willard willem william willie winston
    wolfgang woodrow xavier yair yann yannis yasser yevgeny yitzhak yoshihide yousef youssef
    yuri yusuf yves zachary zack zaid
    """
)

FEMALE = words(
    """
    abigail ada adele adriana agatha agnes aisha alba alejandra alexa alexandra alexis alice
    alicia alina alison allison alma alyssa amal amanda amber amelia amina amy ana anastasia
    andrée angela angelica angelina angie anita anja ann anna annabel anne annegret annette
    annie antoinette antonia ariana arlene ashley astrid audrey aung ava ayesha barbara beatrice
    beatriz becky bella bernadette bernice beth bethany betsy bettina betty beverly bianca
    birgit blanche bonnie brenda bridget brigitte brittany brooke camilla camille candace
    candice carla carmen carol carole carolina caroline carolyn carrie cassandra catalina
    catherine cathy cecilia celeste celia celine charlene charlotte chelsea cherie cheryl chiara
    chloe christa christiane christie christina christine christy cindy claire clara clare
    clarissa claudia colette colleen condoleezza connie constance cora corinne courtney cristina
    cynthia daisy dana daniela danielle daphne dawn deanna debbie deborah debra deirdre delia
    della denise diana diane dianne dina dolores dominique donna dora doreen doris dorothy edith
    edna eileen elaine eleanor elena elisa elisabeth elise eliza elizabeth ella ellen elsa elsie
    emilia emily emma erica erika erin esmeralda esther ethel eugenia eunice eva eve evelyn
    faith fanny fatima federica felicia fiona flora florence frances francesca françoise freya
    frieda gabriela gabrielle gail geraldine germaine gertrude gina ginny giorgia gisela gladys
    gloria grace greta gretchen gwen gwendolyn hanna hannah harriet hazel heather heidi helen
    helena helene henrietta hilary hilda hillary holly huma ida imelda imogen indira inez ingrid
    irene irina iris irma isabel isabella isla ivanka ivy jackie jacqueline jane janet janice
    janine jasmine jayne jeanette jeanne jelena jemima jen jenna jennifer jenny jessica jill jo
    joan joanna joanne jocelyn jodie johanna josephine joy joyce juana juanita judith judy julia
    juliana julie juliet justine kamala karen karin karina karla kate katharine katherine
    kathleen kathryn kathy katia katie katja katrina kay kayla kellyanne kerstin kimberly
    kirsten kirstjen kristen kristin kristina lara larissa laura lauren laurie leah leila lena
    leticia lidia lila lillian lily linda lisa liz liza lois lola lorena loretta lori lorna
    lorraine louise lourdes lucia lucille lucinda lucy ludmila luisa lydia lynda lynn lynne
    mabel madeleine madeline maeve magdalena maggie malala malia mandy marcella marcia margaret
    margarita margot maria mariam marian marianne marie mariella marilyn marina marine marissa
    marjorie marlene marsha marta martha martina mary matilda maureen maxine maya megan meghan
    melania melanie melinda melissa mercedes meredith mia michaela michele michelle mildred
    millie mimi minnie miranda miriam moira mollie molly mona monica monique muriel myra myrtle
    nadia nadine nancy naomi natalia natalie natasha nell nellie nicky nicole nikki nina noor
    nora noreen norma octavia olga olive olivia oprah pam pamela patricia patsy patty paula
    pauline pearl peggy penelope penny petra philippa phoebe phyllis pippa polly priscilla priti
    priya rachel ramona raquel rebecca regina renata renee rhonda rita roberta rochelle ronda
    rosa rosalind rosalyn rose rosemary rosie rowena roxanne ruby ruth sabina sabrina sadie
    sally samantha sandra sara sarah sasha saskia savannah selena serena sharon sheila shelley
    sherry sheryl shirley sigrid silvia simone sofia sonia sonja sophia sophie stacey stacy
    stella stephanie sue susan susanna susanne susie suzanne sylvia tamara tammy tania tanya
    tara tatiana teresa tess tessa thelma theresa tiffany tina toni tracey trish trudy uma
    ursula valentina valerie vanessa vera veronica verónica vicky victoria viola violet virginia
    vivian viviane wanda wendy whitney wilhelmina wilma winifred yolanda yulia yvette yvonne
    zainab zara zoe
    """
)

EITHER = words(
    """
    addison alex ali avery bailey billie carey casey charley dana drew erin frankie harper
    hayden jackie jamie jesse jessie jo jody jordan kelly kerry kim kyle lee leigh leslie
    lindsay logan lynn mackenzie morgan pat quinn reese robbie robin sam sandy shannon sidney
    skyler sydney taylor terry tracy val
    """
)


def is_first_name(word: str) -> bool:
    """Whether `word`, in any case, is a known first name."""
    word = word.lower()
    return word in MALE or word in FEMALE or word in EITHER


def gender_of(first: str) -> str | None:
    """`m`, `f`, or None where the name is unknown or goes either way."""
    first = first.lower()
    male, female = first in MALE, first in FEMALE
    if first in EITHER or male == female:
        return None
    return "m" if male else "f"
