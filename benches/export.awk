# Contacts as CRMs export them, always the same: blanks, quotes, money, dates, long texts. `-v records=20000` says how many.

# The same numbers with every awk: 2^31 and the factor stay within what it counts exactly.
function dice(sides) {
  seed = (seed * 16807) % 2147483647
  return int(seed / 7) % sides
}

function one_of(list,    parts, count) {
  count = split(list, parts, "|")
  return parts[dice(count) + 1]
}

function maybe(text, blanks) {
  return dice(100) < blanks ? "" : text
}

function day() {
  return sprintf("%04d-%02d-%02d", 2025 + dice(3), 1 + dice(12), 1 + dice(28))
}

BEGIN {
  seed = 4711
  print "Record ID,First Name,Last Name,Email,Phone Number,Company Name,Job Title,Industry,Country,Employees," \
    "Annual Revenue,Form Submissions,Opted Out,Evaluation Date,Last Activity,Owner,Notes"
  for (row = 1; row <= records; row++) {
    first = one_of("Ada|Luc|Priya|Ulrike|Idris|Paula|Zoë|José")
    last = one_of("Weatherby|Vasquez|Renn|Mbaye|Okafor|Müller|Li")
    company = one_of("Ostermoor Grid|\"Norvenholt Steel, Inc.\"|Alderswayd Dairies|\"The \"\"Big\"\" Crane Co.\"")
    note = ""
    for (words = dice(4) * 12; words > 0; words--) note = note one_of("called|twice|left|a|message|about|spare|parts|and|the|trial") " "
    if (note != "") note = "\"" note "on the phone,\nto be called again\""
    print 90000000 + row * 7 "," first "," last "," maybe(tolower(last) row "@plant.example", 10) "," \
      maybe("(414) 555-0" 100 + dice(100), 40) "," company "," \
      maybe(one_of("Chief Operating Officer|Head of Maintenance|Director of Field Service|Buyer|Student|Planner"), 15) "," \
      maybe(one_of("Manufacturing|Utilities|Logistics|Retail|Fishing"), 10) "," \
      maybe(one_of("United States|Germany|France|Peru"), 5) "," maybe(10 + dice(9000), 30) "," \
      maybe(one_of("\"$1,200,000\"|\"25,000,000\"|361000000|80000000|4500000.50 USD|tbd"), 35) "," maybe(dice(6), 20) "," \
      maybe(one_of("false|false|false|true"), 30) "," maybe(day(), 60) "," \
      maybe(day() sprintf(" %02d:%02d", dice(24), dice(60)), 40) "," one_of("Idris Mbaye|Tobias Renn") "," note
  }
}
