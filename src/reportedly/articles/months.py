"""The names of months, as they stand in dates."""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio janeiro januari ene gen",
            "february feb februar février febrero febbraio fevereiro februari févr",
            "march mar märz mars marzo março maart mär",
            "april apr avril abril aprile avr abr",
            "may mai mayo maggio maio mei",
            "june jun juni juin junio giugno junho giu",
            "july jul juli juillet julio luglio julho juil lug",
            "august aug août agosto augustus ago",
            "september sept sep septembre septiembre settembre setembro set",
            "october oct oktober octobre octubre ottobre outubro okt ott",
            "november nov novembre noviembre novembro",
            "december dec dezember décembre diciembre dicembre dezembro dez déc dic",
        ),
        start=1,
    )
    for name in names.split()
}

# Of languages and scripts that are asked where those above give nothing: a row each, from
# January to December, in the case that dates have it in.
_OTHERS = (
    # Polish
    "stycznia lutego marca kwietnia maja czerwca "
    "lipca sierpnia września października listopada grudnia",
    # Czech
    "ledna února března dubna května června července srpna září října listopadu prosince",
    # Turkish
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    # Finnish
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta "
    "heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    # Romanian
    "ianuarie februarie martie aprilie mai iunie "
    "iulie august septembrie octombrie noiembrie decembrie",
    # Swedish, Danish, Norwegian
    "januar februar mars april maj juni juli august september oktober november desember",
    # Ukrainian
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    # Russian
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    # Greek
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου "
    "ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
    # Hebrew
    "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
    # Arabic
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    # Hindi
    "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
)
OTHER_MONTHS = {
    name: number for names in _OTHERS for number, name in enumerate(names.split(), start=1)
}
