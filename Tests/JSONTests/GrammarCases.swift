import JSON

/// Texts that are JSON and texts that are not, by the part of the grammar they try.
enum GrammarCases {
  static let accepted: [String] = structures + strings + numbers + spaces

  private static let structures: [String] = [
    "[]", "{}", "[[]]", "[{}]", #"{"a":{}}"#, #"{"a":[]}"#, "[[],[]]", "[[[[[[]]]]]]", "[{},{},[]]", #"{"a":{"b":{"c":{}}}}"#,
    "null", "true", "false", "0", "7", "-1", "1.5", #""""#, #""a""#, #"" ""#,
    "[null]", "[true]", "[false]", "[null,true,false]", "[1]", "[1,2]", "[1,2,3,4,5,6,7,8,9,10]", "[[1],[2,[3]]]", #"["a","b"]"#,
    #"[null,1,"1",{}]"#, #"{"a":null}"#, #"{"a":true,"b":false}"#, #"{"":0}"#, #"{"":{"":{"":0}}}"#, #"{"a":1,"a":2}"#,
    #"{"a":1,"a":1}"#, #"{"a":{"x":1},"a":{"y":2}}"#, #"{"a":1,"\u0061":2}"#, #"{"a b":1}"#, #"{"a\"b":1}"#, #"{"a\\":1}"#,
    #"{"\u0000":1}"#, #"{"é":1}"#, #"{"e\u0301":1,"é":2}"#, #"{"1":1,"2":2}"#, #"{"null":null,"true":true}"#,
    #"{"a":"b","c":["d",{"e":"f"}]}"#, #"{"{":"}","[":"]"}"#, #"{",":":",":":","}"#, #"["[","]","{","}",",",":"]"#,
    #"{"long key long key long key long key long key":0}"#, #"[{"a":1},{"a":2},{"a":3}]"#, #"{"data":[{"id":1,"x":null}],"more":false}"#,
    #"[1,[2,[3,[4,[5]]]],6]"#, #"{"a":[{"b":[{"c":[]}]}]}"#, "[[[]],[[]]]", #"{"min":-1.0e+28,"max":1.0e+28}"#, "[0,0.0,-0,-0.0]",
  ]

  private static let strings: [String] = [
    #""plain""#, #""\"""#, #""\\""#, #""\/""#, #""/""#, #""\b\f\n\r\t""#, #""\u0041""#, #""\u00e9""#, #""\u00E9""#, #""\u20ac""#,
    #""\u20AC\u20ac""#, #""\u0000""#, #""\u001f""#, #""\u007f""#, #""\u0080""#, #""\u07ff""#, #""\u0800""#, #""\ud7ff""#, #""\ue000""#,
    #""\uffff""#, #""\ufffe""#, #""\ufdd0""#, #""\ufeff""#, #""\u2028\u2029""#, #""\ud83d\ude00""#, #""\uD83D\uDE00""#,
    #""\uD834\uDD1E""#, #""\udbff\udfff""#, #""\ud800\udc00""#, #""\\u0041""#, #""\\\\""#, #""\\\"""#, #""\\n""#, #""a\\""#,
    #""\"\"\"""#, #""a\"b\"c""#, #""abc\u0022def""#, #""\u005c""#, #""\u0022""#, "\"\u{7f}\"", "\"é\"", "\"€\"", "\"😀\"", "\"e\u{301}\"",
    "\"\u{80}\"", "\"\u{7ff}\"", "\"\u{800}\"", "\"\u{ffff}\"", "\"\u{10000}\"", "\"\u{10ffff}\"", "\"\u{feff}\"", "\"\u{2028}\"",
    "\"\u{200b}\"", "\"\u{fffd}\"", "\"日本語のテキスト\"", "\"Привет, мир\"", "\"مرحبا\"", "\"12345678\"", "\"1234567\"", "\"123456789\"",
    "\"1234567é\"", "\"12345678é\"", "\"123456é\"", #""1234567\n""#, #""12345678\n""#, #""123456\"""#, "\"aé\u{10348}b\"",
    #""mixed é \u00e9 \n 😀 \ud83d\ude00 end""#, #"" leading and trailing ""#, #""'""#, #""<html>&amp;</html>""#, #""// no comment""#,
    #""/* no comment */""#, #""NaN""#, #""\u0061\u0062\u0063\u0064\u0065\u0066""#,
  ]

  private static let numbers: [String] = [
    "-0", "0.0", "-0.0", "0e0", "0E0", "0e1", "0e+1", "0e-1", "0.1", "0.01", "-0.1", "1e1", "1E1", "1e+1", "1e-1", "1E+1", "1E-1", "1.0e1",
    "1.5E-7", "10", "100", "1000000", "9007199254740993", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967296",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615",
    "18446744073709551616", "123456789012345678901234567890", "-123456789012345678901234567890", "0.1234567890123456789",
    "123.456e78", "123e45", "123.456", "1e400", "-1e400", "1e-400", "1e00", "1e01", "1e+00", "1.00", "1.10", "5e-324",
    "2.2250738585072014e-308",
    "1.7976931348623157e308", "1.7976931348623159e308", "0e999999999999", "1e-999999999999", "0.0000000000000000000000000001",
    "100000000000000000000.5", "[1e5,1E5,1e+5]", "[-1,-0,-1.5]", "[1.0,1,1e0]", "[123,45.67e8]", #"{"n":-12.5e-3}"#,
  ]

  private static let spaces: [String] = [
    " 1", "1 ", " 1 ", "\t1\t", "\n1\n", "\r1\r", "\r\n1\r\n", "[ ]", "{ }", "[ 1 ]", "[1 ,2]", "[1, 2]", "[ 1 , 2 ]", "[\n1\n,\n2\n]",
    #"{"a" :1}"#, #"{"a": 1}"#, #"{ "a":1}"#, #"{"a":1 }"#, #"{ "a" : 1 , "b" : 2 }"#, "{\n  \"a\": [\n    1,\n    2\n  ]\n}\n",
    "{\r\n\t\"a\":\t1\r\n}", " [] ", " {} ", " \"a\" ", " null ", "\n\n\n[]\n\n\n", "[\t[\t]\t]",
    "                    [                    ]",
  ]

  static let rejected: [String] = brackets + commas + words + badStrings + badNumbers + others

  private static let brackets: [String] = [
    "", " ", "\n", "[", "]", "{", "}", "[[", "]]", "{{", "}}", "[}", "{]", "[]]", "{}}", "[[]", "[{}", #"{"a":[}"#, #"{"a":{]"#, #"{"a":1"#,
    "[1", "[1}",
    #"{"a":1]"#, #"{"a":[1}"#, "[][]", "{}{}", "[]{}", "[],", ",[]", "{},", "[] []", "1 2", "1,2", "null null", "truefalse", #""a""b""#,
    #""a" "b""#,
    "[1]x", "{}x", "[]#", "[{]}", "[[[[[[]]]]]", "[[]]]", "(1)", "<1>", #"{"a":}"#, #"{"a"}"#, #"{"a":1:2}"#, #"{"a"::1}"#, #"{:1}"#,
    "{1:1}", "{a:1}",
    "{null:1}", "{true:1}", "{[]:1}", "{{}:1}", #"{"a" 1}"#, #"{"a",1}"#, #"{"a":1 "b":2}"#, #"{"a":1;"b":2}"#, #"{'a':1}"#, #"{"a";1}"#,
    #"{"a"=1}"#,
    #"["a":1]"#, "[1:2]", #"{"a":"#, #"{"a""#, #"{"a"#, #"{""#, #"{"a":1,"#, #"{"a":1,"b""#, "[1,", "[\"a", "[\"a\"", "[null", "[[1,2],[3",
  ]

  private static let commas: [String] = [
    ",", "[,]", "[,1]", "[1,]", "[1,,2]", "[1,2,]", "[1,2,,]", "[,,]", "{,}", #"{,"a":1}"#, #"{"a":1,}"#, #"{"a":1,,"b":2}"#,
    #"{"a":1,"b":2,}"#, "[1 2]",
    "[1\n2]", "[[] []]", #"["a" "b"]"#, "[1;2]", "[1 true]", "[{} {}]", "[1,\n]", "[ , ]", ":", "[:]", "{:}", "[1,2", "[true,",
    #"{"a":[1,],"b":2}"#,
  ]

  private static let words: [String] = [
    "nul", "nulL", "Null", "NULL", "nulll", "null1", "tru", "True", "TRUE", "truee", "true1", "fals", "False", "FALSE", "falsee", "false0",
    "[nul]", "[tru]",
    "[fals]", "[n]", "[t]", "[f]", "[nu]", "undefined", "None", "nil", "yes", "no", "on", "NaN", "nan", "Infinity", "-Infinity", "inf",
    "Inf", "-inf",
    "[NaN]", "[Infinity]", "[-Infinity]", "[-NaN]", "+Infinity", "infinity", "abc", "a", "[a]", #"{"a":b}"#, "t rue", "nu ll", "fal\nse",
    "tr\u{fc}e", "\u{ff54}rue", "[nulltrue]", "true,", "null]", "false}", "n\u{0}ll",
  ]

  private static let badStrings: [String] = [
    #"""#, #""a"#, #""\"#, #""\""#, #""\\\""#, #""abc\"#, "'a'", "'", "`a`", "\u{201c}a\u{201d}", #""\a""#, #""\x41""#, #""\0""#, #""\1""#,
    #""\'""#, #""\U0041""#,
    #""\ ""#, #""\u""#, #""\u0""#, #""\u00""#, #""\u004""#, #""\u004g""#, #""\ug041""#, #""\u 041""#, #""\u+041""#, #""\u-041""#,
    #""\u{41}""#, #""\u00é1""#,
    #""\u004"#, #""\u0041"#, #""\ud83d\u""#, #""\ud83d\ude0""#, #""\ud83d\x""#, #""\N""#, #""\T""#, #""\v""#, #""\e""#, #""\é""#, #""\😀""#,
    "\"\\\n\"", "\"\n\"", "\"\r\"", "\"\t\"", "\"\u{0}\"", "\"\u{1}\"", "\"\u{8}\"", "\"\u{1f}\"", "\"abcdefgh\n\"",
    "\"abcdefghijklmnop\t\"", "\"é\n\"",
    "\"a\u{0}b\"", "\"abc\u{0}", #"{"a:1}"#, #"{"a\":1}"#, "{\"a\nb\":1}", #"{"\q":1}"#, #"["a]"#, #"["a,"b"]"#, #"["\"]"#, #""a"b"c""#,
    #"a""#, #"\"a""#, #"\u0061"#,
    #"["a\"#, #""\u12"#, #""12345678"#, #""1234567"#, #""a\u00"#,
  ]

  private static let badNumbers: [String] = [
    "+1", "-", "--1", "-+1", "+", "01", "00", "-01", "-00", "007", "0123", "1.", "-1.", "0.", ".5", "-.5", ".", "-.", "1..2", "1.2.3",
    "1.e1", "1.E1", ".e1",
    "1e", "1E", "1e+", "1e-", "1E+", "1e++1", "1e+-1", "1e1.5", "1e1e1", "e1", "E1", "1ee1", "0x10", "0xFF", "1x", "1a", "1_000", "1,000",
    "1 000", "0b1",
    "0o7", "1L", "1f", "1.0f", "1/2", "1%", "$1", "1e1x", "- 1", "1 .5", "1. 5", "1e 5", "[01]", "[1.]", "[.1]", "[-]", "[+1]", "[1e]",
    "[1.5e]", "[-01]",
    #"{"a":01}"#, #"{"a":1.}"#, #"{"a":-}"#, "1\u{0}", "\u{661}", "[\u{ff11}]", "1e\u{661}", "-a", "-\"1\"", "0.a", "0e", "0e+", "-0e",
    "1-1", "1+1",
  ]

  private static let others: [String] = [
    "#", "/", "//", "/**/", "/* a */ 1", "1 // a", "1 # a", "[1 /* a */]", #"{"a":1 // b\#n}"#, "\u{a0}1", "1\u{a0}", "[\u{a0}]",
    "\u{2028}1", "1\u{2028}",
    "\u{3000}1", "\u{b}1", "\u{c}1", "[\u{c}]", "\u{0}", "[]\u{0}", "\u{0}[]", "[\u{0}]", "\u{7f}", "\u{1}", "é", "[é]", "😀", "*", "&", "@",
    "!", "~", "%", "=",
    "<html></html>", "<!DOCTYPE html>", "<?xml version=\"1.0\"?>", "a: 1", "- 1", "---\na: 1", "id,name\n1,x", "data: {}", ")]}'\n{}",
    "while(1);{}",
    "callback({})", "{}\u{1e}{}", "\u{1e}{}", "\u{feff}\u{feff}{}", "{}\u{feff}", "[\u{feff}]", "{\u{feff}}", #"\"{}\""#, "&quot;a&quot;",
  ]

  /// Bytes that are not UTF-8, between the quotes of a string.
  static let badUTF8: [[UInt8]] = [
    [0x80], [0xbf], [0xc0], [0xc0, 0x80], [0xc0, 0xaf], [0xc1, 0xbf], [0xc2], [0xc2, 0x20], [0xc2, 0xc2], [0xdf], [0xe0, 0x80, 0x80],
    [0xe0, 0x9f, 0xbf],
    [0xe0, 0xa0], [0xe2, 0x82], [0xe2, 0x28, 0xa1], [0xe2, 0x82, 0x28], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf],
    [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
    [0xef, 0xbf], [0xf0, 0x80, 0x80, 0x80], [0xf0, 0x8f, 0xbf, 0xbf], [0xf0, 0x9f, 0x98], [0xf0, 0x28, 0x8c, 0xbc],
    [0xf0, 0x90, 0x28, 0xbc],
    [0xf0, 0x90, 0x8c, 0x28], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80],
    [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80],
    [0xfe], [0xff], [0xff, 0xfe], [0x61, 0xff], [0xe9], [0xc3, 0xa9, 0xff], [0xe2, 0x82, 0xac, 0x80], Array("12345678".utf8) + [0xff],
    Array("1234567".utf8) + [0xc3], Array("é\\n".utf8) + [0x80],
  ]

  /// Whole texts in other encodings, or cut ones.
  static let badBytes: [[UInt8]] = [
    [0xff], [0xef], [0xef, 0xbb], [0xfe, 0xff, 0, 0x5b, 0, 0x5d], [0xff, 0xfe, 0x5b, 0, 0x5d, 0], [0, 0x5b, 0, 0x5d], [0x5b, 0, 0x5d, 0],
    [0x5b, 0xff, 0x5d],
    [0x31, 0xe5], [0x5b, 0x31, 0xe5, 0x5d], [0x22, 0xc3], [0x22, 0xe2, 0x82], [0x22, 0xf0, 0x9f, 0x98],
    [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d],
    [0x5b, 0xc3, 0xa9, 0x5d], [0x1f, 0x8b, 0x08, 0x00],
  ]

  /// Texts on which parsers differ, with the options and what we do.
  static let choices: [(text: String, options: JSONOptions, isAccepted: Bool)] = [
    // A byte order mark is skipped, unless it is to be refused.
    ("\u{feff}{}", .standard, true), ("\u{feff} [1]", .standard, true), ("\u{feff}", .standard, false),
    ("\u{feff}{}", JSONOptions(skipsByteOrderMark: false), false), ("{}", JSONOptions(skipsByteOrderMark: false), true),
    // Escaped surrogates without a partner are accepted, as by Python.
    (#""\ud800""#, .standard, true), (#""\udc00""#, .standard, true), (#""\ud800\ud800""#, .standard, true),
    (#""\udc00\ud800""#, .standard, true),
    (#""\ud83d\n""#, .standard, true), (#""\ud83dx""#, .standard, true), (#""\uDFAA""#, .standard, true),
    (#"{"\ud800":1}"#, .standard, true),
    // Numbers beyond a double become infinite or zero, as for Python.
    ("1e999", .standard, true), ("-1e999", .standard, true), ("1e-999", .standard, true), ("123123e100000", .standard, true),
    // Words for what is not finite need an option.
    ("NaN", .python, true), ("Infinity", .python, true), ("-Infinity", .python, true), ("[NaN,Infinity,-Infinity]", .python, true),
    (#"{"a":NaN}"#, .python, true), ("-NaN", .python, false), ("+Infinity", .python, false), ("nan", .python, false),
    ("Inf", .python, false),
    ("-Inf", .python, false), ("NaNa", .python, false), ("Infinit", .python, false), ("Na", .python, false), ("- Infinity", .python, false),
    // Depth is limited by an option.
    ("[[]]", JSONOptions(maximumDepth: 2), true), ("[[[]]]", JSONOptions(maximumDepth: 2), false),
    (#"{"a":{"b":{}}}"#, JSONOptions(maximumDepth: 2), false),
    ("[]", JSONOptions(maximumDepth: 0), false), ("1", JSONOptions(maximumDepth: 0), true),
    ("[[],[[]]]", JSONOptions(maximumDepth: 2), false),
  ]
}
