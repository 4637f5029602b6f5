import { expect, test } from "vitest";
import { addressesIn } from "../../../src/services/invites/parse-addresses.ts";

/**
 * The addresses of the suites of is_email (isemail.info, its set 3.05 and its original set) and of hapijs/address, read
 * as pasted text. Where we differ from what they say of an address, the reason stands beside it.
 */

// biome-ignore format: a table.
const accepted = [
  "test@iana.org", "test@nominet.org.uk", "test@about.museum", "a@iana.org", "test@e.com", "test.test@iana.org", "123@iana.org", "test@123.com",
  "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm@iana.org",
  "test@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.com", "test@mason-dixon.com", "test@c--n.com",
  "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghi",
  "test@xn--hxajbheg2az3al.xn--jxalpdlp", "xn--test@iana.org", "test@test.com", "test@nic.no", "first.last@iana.org",
  "1234567890123456789012345678901234567890123456789012345678901234@iana.org",
  "1234567890123456789012345678901234567890123456789012345678901@12345678901234567890123456789012345678901234567890123456789.12345678901234567890123456789012345678901234567890123456789.123456789012345678901234567890123456789012345678901234567890123.iana.org",
  "first.last@x23456789012345678901234567890123456789012345678901234567890123.iana.org", "first.last@3com.com", "first.last@123.iana.org",
  "user+mailbox@iana.org", "_somename@iana.org", "dclo@us.ibm.com", "peter.piper@iana.org", "TEST@iana.org", "1234567890@iana.org",
  "test+test@iana.org", "test-test@iana.org", "test@example.iana.org", "test@example.example.iana.org", "_Yosemite.Sam@iana.org", "Ima.Fool@iana.org",
  "name.lastname@domain.com", "a@bar.com", "a-b@bar.com", "a@b.co-foo.uk", "valid@about.museum", "shaitan@my-domain.thisisminekthx",
  "shouldbe@example.com", "shouldbe@example.COM",
];

test.each(accepted)("%j is an address, there and here", (address) => {
  expect(addressesIn(address)).toEqual({ emails: [address.toLowerCase()], malformed: [], ignoredWords: 0 });
});

// biome-ignore format: a table.
const refused = [
  "", "test", "@", "test@", "@io", "@iana.org", ".test@iana.org", "test.@iana.org", "test..iana.org", "test_exa-mple.com", "test\\@test@iana.org",
  "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklmn@iana.org",
  "test@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm.com", "test@-iana.org", "test@iana-.com", "test@.iana.org", "test@iana..com",
  "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghij",
  "a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.hij",
  "a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.hijk",
  '"""@iana.org', '"\\"@iana.org', 'test"@iana.org', '"test"test@iana.org', 'test"text"@iana.org', '"test""test"@iana.org', '"test\u0000"@iana.org',
  '"abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefghj"@iana.org',
  '"abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefg\\h"@iana.org', "test@a[255.255.255.255]", "test@[255.255.255]",
  "test@[255.255.255.255.255]", "test@[255.255.255.256]", "test@[1111:2222:3333:4444:5555:6666:7777:8888]",
  "test@[IPv6:1111:2222:3333:4444:5555:6666:7777]", "test@[IPv6:1111:2222:3333:4444:5555:6666:7777:8888:9999]",
  "test@[IPv6:1111:2222:3333:4444:5555:6666:7777:888G]", "test@[IPv6:1111:2222:3333:4444:5555:6666::7777:8888]",
  "test@[IPv6::3333:4444:5555:6666:7777:8888]", "test@[IPv6:1111::4444:5555::8888]", "test@[IPv6:1111:2222:3333:4444:5555:255.255.255.255]",
  "test@[IPv6:1111:2222:3333:4444:5555:6666:7777:255.255.255.255]", "test@[IPv6:1111:2222:3333:4444:5555:6666::255.255.255.255]",
  "test@[IPv6:1111:2222:3333:4444:::255.255.255.255]", "test@[IPv6::255.255.255.255]", "test@[IPv6:1::2:]", "((comment)test@iana.org",
  "test(comment)test@iana.org", "test@iana.org-", "test@(iana.org", "test@[1.2.3.4", '"test\\"@iana.org', "(comment\\)test@iana.org",
  "test@[RFC-5322-domain-literal]", "test@[RFC-5322]-domain-literal]", "test@[RFC-5322-[domain-literal]", "test@[RFC-5322-\\\u0007-domain-literal]",
  "test@[RFC-5322-\\\t-domain-literal]", "test@[RFC-5322-\\]-domain-literal]", "test@[RFC-5322-domain-literal\\]", "test@[RFC-5322-domain-literal\\",
  "test@[RFC 5322 domain literal]", "test@[RFC-5322-domain-literal] (comment)", "test@.org", '"\rtest"@iana.org', "(\r)test@iana.org", '"\n"@iana.org',
  "(\n)test@iana.org", "\u0007@iana.org", "test@\u0007.org", '"test\\©"@iana.org', "test@iana/icann.org", "first.last@sub.do,com",
  "first\\@last@iana.org",
  "123456789012345678901234567890123456789012345678901234567890@12345678901234567890123456789012345678901234567890123456789.12345678901234567890123456789012345678901234567890123456789.12345678901234567890123456789012345678901234567890123456789.12345.iana.org",
  "first.last", "12345678901234567890123456789012345678901234567890123456789012345@iana.org", ".first.last@iana.org", "first.last.@iana.org",
  "first..last@iana.org", '"first"last"@iana.org', "first\\\\@last@iana.org", "first.last@",
  "x@x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456",
  "first.last@[.12.34.56.78]", "first.last@[12.34.56.789]", "first.last@[::12.34.56.78]", "first.last@[IPv5:::12.34.56.78]",
  "first.last@[IPv6:1111:2222:3333:4444:5555:12.34.56.78]", "first.last@[IPv6:1111:2222:3333:4444:5555:6666:7777:12.34.56.78]",
  "first.last@[IPv6:1111:2222:3333:4444:5555:6666:7777]", "first.last@[IPv6:1111:2222:3333:4444:5555:6666:7777:8888:9999]",
  "first.last@[IPv6:1111:2222::3333::4444:5555:6666]", "first.last@[IPv6:1111:2222:333x::4444:5555]", "first.last@[IPv6:1111:2222:33333::4444:5555]",
  "first.last@[IPv6:1111:2222:3333:4444:5555:6666:12.34.567.89]", "first.last@[IPv6::]", "first.last@[IPv6:::::]", "first.last@[IPv6::b4]",
  "first.last@[IPv6:::::b4]", "first.last@[IPv6::b3:b4]", "first.last@[IPv6:::::b3:b4]", "first.last@[IPv6:a1:::b4]", "first.last@[IPv6:a1:]",
  "first.last@[IPv6:a1:::]", "first.last@[IPv6:a1:a2:]", "first.last@[IPv6:a1:a2:::]", "first.last@[IPv6::11.22.33.44]",
  "first.last@[IPv6:::::11.22.33.44]", "first.last@[IPv6:a1:11.22.33.44]", "first.last@[IPv6:a1:::11.22.33.44]",
  "first.last@[IPv6:a1:a2:::11.22.33.44]", "first.last@[IPv6:0123:4567:89ab:cdef::11.22.33.xx]", "first.last@[IPv6:0123:4567:89ab:CDEFF::11.22.33.44]",
  "first.last@[IPv6:a1::a4:b1::b4:11.22.33.44]", "first.last@[IPv6:a1::11.22.33]", "first.last@[IPv6:a1::11.22.33.44.55]",
  "first.last@[IPv6:a1::b211.22.33.44]", "first.last@[IPv6:a1::b2::11.22.33.44]", "first.last@[IPv6:a1::b3:]", "first.last@[IPv6::a2::b4]",
  "first.last@[IPv6:a1:a2:a3:a4:b1:b2:b3:]", "first.last@[IPv6::a2:a3:a4:b1:b2:b3:b4]", "first.last@[IPv6:a1:a2:a3:a4::b1:b2:b3:b4]",
  "first.last@-xample.com", "first.last@exampl-.com", "first.last@x234567890123456789012345678901234567890123456789012345678901234.iana.org",
  "abc\\@def@iana.org", "abc\\\\@iana.org", 'Doug\\ \\"Ace\\"\\ Lovell@iana.org', "abc@def@iana.org", "abc\\\\@def@iana.org", "abc\\@iana.org", "doug@",
  'ote"@iana.org', ".dot@iana.org", "dot.@iana.org", "two..dot@iana.org", '"Doug "Ace" L."@iana.org', 'Doug\\ \\"Ace\\"\\ L\\.@iana.org',
  "gatsby@f.sc.ot.t.f.i.tzg.era.l.d.", "test.iana.org", "test..test@iana.org", "test@test@iana.org", "test@@iana.org", "-- test --@iana.org",
  "[test]@iana.org", '"test"test"@iana.org', "()[]\\;:,><@iana.org", "test@.", "test@example.",
  "test@123456789012345678901234567890123456789012345678901234567890123.123456789012345678901234567890123456789012345678901234567890123.123456789012345678901234567890123456789012345678901234567890123.123456789012345678901234567890123456789012345678901234567890.com",
  "test@[123.123.123.123", "test@123.123.123.123]", "NotAnEmail", "@NotAnEmail", '"test\rblah"@iana.org', '"test"blah"@iana.org', ".wooly@iana.org",
  "wo..oly@iana.org", "pootietang.@iana.org", ".@iana.org", "phil.h\\@\\@ck@haacked.com", '"first\\\\"last"@iana.org', "foo@[\\1.2.3.4]",
  "first\\last@iana.org", "Abc\\@def@iana.org", "Fred\\ Bloggs@iana.org", "Joe.\\\\Blow@iana.org", '"test\\\r\n blah"@iana.org',
  "{^c\\@**Dog^}@cartoon.com", "cal(foo(bar)@iamcal.com", "cal(foo)bar)@iamcal.com", "cal(foo\\)@iamcal.com",
  "first(12345678901234567890123456789012345678901234567890)last@(123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890)iana.org",
  "first(middle)last@iana.org",
  'first(abc("def".ghi).mno)middle(abc("def".ghi).mno).last@(abc("def".ghi).mno)example(abc("def".ghi).mno).(abc("def".ghi).mno)com(abc("def".ghi).mno)',
  "a(a(b(c)d(e(f))g)(h(i)j)@iana.org", ".@", "@bar.com", "@@bar.com", "aaa.com", "aaa@.com", "aaa@.123", "aaa@[123.123.123.123]a",
  "aaa@[123.123.123.333]", "a@-b.com", "a@b-.com", "-@..com", "-@a..com", "invalid@about.museum-", "test@...........com",
  "Invalid \\\n Folding \\\n Whitespace@iana.org", "test.\r\n\r\n obs@syntax.com", '"Unicode NULL \u0000"@char.com', "Unicode NULL \\\u0000@char.com",
  "\r", "test@test@test", "x..y@example.com", "test@com", "test@example..com", "test@example+.com", "test@example.com_",
  "1234567890@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz.com",
  "1234567890123456789012345678901234567890123456789012345678901234567890@example.com",
  "test@1234567890123456789012345678901234567890123456789012345678901234567890.com", "😆😆😆😆😆😆😆😆😆😆😆😆😆😆😆😆😆@iana.org",
  "test@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm", "test@abcdefghijklmnopqrstuvwxyzabcdefghijklmno😆😆😆😆😆😆😆😆😆😆😆😆😆😆😆😆😆.org", '"\r',
  '"test\r\n test"@iana.org', "test@[255.255.255.255].local", "test@local.[255.255.255.255]", "test@local.[255.255.255.255].local",
  "test@local.(comment)[255.255.255.255].local", "test@local. [255.255.255.255].local", "test@local.[255.255.255.255](comment).local",
  "test@local.[255.255.255.255] .local", "(\r", "test(comment)@iana.org", "test@[RFC-5322-郵件ñó-domain-literal]", "test@[RFC-5322].domain-literal]",
  "test@[", "test@[\u0007]", "test@[RFC-5322-\\郵-no-domain-literal]", "test@[RFC-5322--domain-literal]", "test@<iana>.org", "test@iana. org",
  "test@[\r", "test@[\r\n", '"test\\\u0094"@iana.org', "test@iana!icann.org", "test@iana?icann.org", "test@iana^icann.org", "test@iana{icann}.org",
  "test@iana.(comment)org", "test@iana(comment)iana.org", "(comment\r\n comment)test@iana.org", "test\ud800@invalid", '"\ud800"@invalid',
  '"\\\ud800"@invalid', "(\ud800)thing@invalid", "test@[\u0000", "shouldbe@invalid", "shouldbe@INVALID", "æøå", "test@example.com@example.com",
  "test@example.com/path", "test@example.com:123",
  "test@𐏿ñoñó郵件ñoñó郵件.郵件ñoñó郵件ñoñó郵件.ñoñó郵件ñoñó郵件.ñoñó郵件ñoñó郵件.ñoñó郵件ñoñó郵件.ñoñó郵件ñoñó郵件.ñoñó郵件ñoñó郵件.noñó郵件ñoñó郵.商務",
  "test@ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件ñoñó郵件.商務",
  "test@x.no-such-tld", "test@example.com%2e",
  "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmno",
  "abcdef@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdef.hijklmnopqrstuv",
  "a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijkl.hijk",
  "test@(comment)abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.com",
  "(comment)test@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijk.abcdefghijklmnopqrst",
];

test.each(refused)("%j is not an address, there and here", (address) => {
  expect(addressesIn(address).emails).toEqual([]);
});

// biome-ignore format: a table.
const refusedHereAlone: [string, string[]][] = [
  ["a part in quotes before the @: mail services don’t take it", [
    '"test"@iana.org', '""@iana.org', '"\\a"@iana.org', '"\\""@iana.org', '"\\\\"@iana.org', '"test"."test"@iana.org', '"test\\ test"@iana.org',
    '"test".test@iana.org', '"test\\\u0000"@iana.org', '"\u007f"@iana.org', '"\\\u007f"@iana.org', '"\\\n"@iana.org', '"\u0007"@iana.org',
    '"\\\u0007"@iana.org', '"first\\"last"@iana.org', '"first@last"@iana.org', '"first\\\\last"@iana.org', '"first\\last"@iana.org',
    '"Abc\\@def"@iana.org', '"Fred\\ Bloggs"@iana.org', '"Joe.\\\\Blow"@iana.org', '"Abc@def"@iana.org', '"Fred Bloggs"@iana.org',
    '"Doug \\"Ace\\" L."@iana.org', '"[[ test ]]"@iana.org', '"test.test"@iana.org', 'test."test"@iana.org', '"test@test"@iana.org',
    '"test\\test"@iana.org', '"test\\\\blah"@iana.org', '"test\\blah"@iana.org', '"test\\\rblah"@iana.org', '"test\\"blah"@iana.org',
    '"Austin@Powers"@iana.org', '"Ima.Fool"@iana.org', '"Ima Fool"@iana.org', '"first"."last"@iana.org', '"first".middle."last"@iana.org',
    '"first".last@iana.org', 'first."last"@iana.org', '"first"."middle"."last"@iana.org', '"first.middle"."last"@iana.org',
    '"first.middle.last"@iana.org', '"first..last"@iana.org', '"first\\\\\\"last"@iana.org', 'first."mid\\dle"."last"@iana.org', 'first."".last@iana.org',
    '"test\r\n blah"@iana.org', '"foo"(yay)@(hoopla)[1.2.3.4]', 'first(Welcome to\r\n the ("wonderful" (!)) world\r\n of email)@iana.org',
    'first(a"bc.def).last@iana.org', 'first.(")middle.last(")@iana.org', '"hello my name is"@stutter.com', '"Test \\"Fail\\" Ing"@iana.org',
    '"Joe\\\\Blow"@iana.org', '"first(last)"@iana.org', '"Unicode NULL \\\u0000"@char.com',
  ]],
  ["a number in brackets for a domain: where it leads, nobody can be asked to vouch for", [
    "test@[255.255.255.255]", "test@[IPv6:1111:2222:3333:4444:5555:6666:7777:8888]", "test@[IPv6:1111:2222:3333:4444:5555:6666::8888]",
    "test@[IPv6:1111:2222:3333:4444:5555::8888]", "test@[IPv6:::3333:4444:5555:6666:7777:8888]", "test@[IPv6:::]",
    "test@[IPv6:1111:2222:3333:4444:5555:6666:255.255.255.255]", "test@[IPv6:1111:2222:3333:4444::255.255.255.255]", "test@(comment)[255.255.255.255]",
    "first.last@[12.34.56.78]", "first.last@[IPv6:::12.34.56.78]", "first.last@[IPv6:1111:2222:3333::4444:12.34.56.78]",
    "first.last@[IPv6:1111:2222:3333:4444:5555:6666:12.34.56.78]", "first.last@[IPv6:::1111:2222:3333:4444:5555:6666]",
    "first.last@[IPv6:1111:2222:3333::4444:5555:6666]", "first.last@[IPv6:1111:2222:3333:4444:5555:6666::]",
    "first.last@[IPv6:1111:2222:3333:4444:5555:6666:7777:8888]", "first.last@[IPv6:1111:2222:3333::4444:5555:12.34.56.78]",
    "first.last@[IPv6:1111:2222:3333::4444:5555:6666:7777]", "test@[123.123.123.123]", "aaa@[123.123.123.123]",
    "first.last@[IPv6:::a2:a3:a4:b1:b2:b3:b4]", "first.last@[IPv6:a1:a2:a3:a4:b1:b2:b3::]", "first.last@[IPv6:::]", "first.last@[IPv6:::b4]",
    "first.last@[IPv6:::b3:b4]", "first.last@[IPv6:a1::b4]", "first.last@[IPv6:a1::]", "first.last@[IPv6:a1:a2::]",
    "first.last@[IPv6:0123:4567:89ab:cdef::]", "first.last@[IPv6:0123:4567:89ab:CDEF::]", "first.last@[IPv6:::a3:a4:b1:ffff:11.22.33.44]",
    "first.last@[IPv6:::a2:a3:a4:b1:ffff:11.22.33.44]", "first.last@[IPv6:a1:a2:a3:a4::11.22.33.44]", "first.last@[IPv6:a1:a2:a3:a4:b1::11.22.33.44]",
    "first.last@[IPv6:a1::11.22.33.44]", "first.last@[IPv6:a1:a2::11.22.33.44]", "first.last@[IPv6:0123:4567:89ab:cdef::11.22.33.44]",
    "first.last@[IPv6:0123:4567:89ab:CDEF::11.22.33.44]", "first.last@[IPv6:a1::b2:11.22.33.44]",
  ]],
  ["a comment inside: what is left without it may be somebody else’s address", [
    "(comment)test@iana.org", "(comment(comment))test@iana.org", "test@(comment)iana.org",
    "(comment)abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm@iana.org",
    "test@(comment)abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl.com",
    "(comment)test@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghik.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghik.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk.abcdefghijklmnopqrstuvwxyzabcdefghijk.abcdefghijklmnopqrstu",
    "test.(comment)test@iana.org", "(foo)cal(bar)@(baz)iamcal.com(quux)", "cal@iamcal(woo).(yay)com", "cal(woo(yay)hoopla)@iamcal.com",
    "cal(foo\\@bar)@iamcal.com", "cal(foo\\)bar)@iamcal.com", "first().last@iana.org", "first.(\r\n middle\r\n )last@iana.org",
    "pete(his account)@silly.test(his host)", "c@(Chris's host.)public.example", "jdoe@machine(comment).  example",
    "1234   @   local(blah)  .machine .example", "first(abc.def).last@iana.org", "first(abc\\(def)@iana.org",
    "first.last@iana(1234567890123456789012345678901234567890123456789012345678901234567890).org", "a(a(b(c)d(e(f))g)h(i)j)@iana.org",
    "HM2Kinsists@(that comments are allowed)this.is.ok",
    " \r\n (\r\n x \r\n ) \r\n first\r\n ( \r\n x\r\n ) \r\n .\r\n ( \r\n x) \r\n last \r\n (  x \r\n ) \r\n @iana.org",
  ]],
  ["white space inside parts words, and what is left is no address, or probably the end of one", [
    " test @iana.org", "test@ iana .com", "test . test@iana.org", "Test.\r\n Folding.\r\n Whitespace@iana.org", "first.last @iana.org",
    "test. \r\n \r\n obs@syntax.com",
  ]],
  ["a domain of one label: a top-level domain takes no mail in practice", [
    "test@io", "test@org", "first.last@com", "test@example", "a@b", "a@bar", "shouldbe@XN--UNUP4Y", "shouldbe@xn--unup4y", "shouldbe@游戏",
  ]],
  ["a last label that is no top-level domain: digits, one letter, a hyphen", [
    "test@iana.a", "test@iana.123", "test@255.255.255.255", "test@iana.co-uk",
    "a@a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v",
    "x@x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x23456789.x2",
    "first.last@example.123", "test@123.123.123.x123", "test@123.123.123.123", "foobar@192.168.0.1",
  ]],
  ["signs before the @ that mail services don’t take, or a bullet", [
    "!#$%&`*+/=?^`{|}~@iana.org", "customer/department=shipping@iana.org", "$A12345@iana.org", "!def!xyz%abc@iana.org", "t*est@iana.org",
    "+1~1+@iana.org", "{_test_}@iana.org", "customer/department@iana.org", "~@iana.org", "user%uucp!path@berkeley.edu",
    "cdburgess+!#$%&'*-/=?+_{}|~test@gmail.com", "+@b.c", "+@b.com",
  ]],
  ["letters outside ASCII before the @: our mail service can’t send there", [
    "êjness@iana.org", "ñoñó1234@iana.org", "ñoñó1234@something.com", "伊昭傑@郵件.商務", "𐐷𤭢@iana.org",
  ]],
  ["an emoji in the domain: IDNA 2008 has none", [
    "test@😆😆😆😆😆😆😆😆😆😆😆😆😆😆😆😆😆.org",
  ]],
  ["xn-- that nothing decodes to", [
    "test@xn--example.com",
  ]],
  ["more than 64 characters before the @ (the suite asked for no limit)", [
    "1234567890abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvw@xyz.com",
  ]],
];

test.each(
  refusedHereAlone.flatMap(([why, addresses]) => addresses.map((address) => [address, why] as const)),
)("%j is refused here alone: %s", (address) => {
  expect(addressesIn(address).emails).toEqual([]);
});

// biome-ignore format: a table.
const readHere: [string, string, string[]][] = [
  ["white space and control characters around it are not part of it", "test@iana.org", [
    "\r\n test@iana.org", "\r\n \r\n test@iana.org", " \r\n test@iana.org", "test@iana.org\r\n ", "test@iana.org\r\n \r\n ", "test@iana.org \r\n ",
    " test@iana.org", "test@iana.org ", "(\u007f)test@iana.org", "(\u0007)test@iana.org", "test@iana.org\n", "test@iana.org\r", "\rtest@iana.org",
    "\ntest@iana.org", "\r\ntest@iana.org", "\r\n \r\ntest@iana.org", " \r\ntest@iana.org", " \r\n \r\ntest@iana.org", " \r\n\r\ntest@iana.org",
    " \r\n\r\n test@iana.org", "test@iana.org\r\n", "test@iana.org\r\n \r\n", "test@iana.org \r\n", "test@iana.org \r\n \r\n", "test@iana.org \r\n\r\n",
    "test@iana.org \r\n\r\n ", "test@iana.org \r",
  ]],
  ["white space and control characters around it are not part of it", "test@example.com", [
    "test@example.com\n",
  ]],
  ["punctuation around it is not part of it", "test@iana.org", [
    "test@iana.org.", '"test@iana.org', "(test@iana.org",
  ]],
  ["punctuation around it is not part of it", "qu@iana.org", [
    '"qu@iana.org',
  ]],
  ["punctuation around it is not part of it", "a@bar.com", [
    "a@bar.com.",
  ]],
  ["punctuation around it is not part of it", "test@example.com", [
    "test@example.com\\", "test@example.com#", "test@example.com\\\\", "test@example.com##", "test@example.com|", "test@example.com&",
    "test@example.com:", "test@example.com?",
  ]],
  ["an emoji behind it is not part of it", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg", [
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.😆😆😆😆",
  ]],
  ["an emoji behind it is not part of it", "abcdef@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghi.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcd", [
    "abcdef@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghi.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcd😆",
  ]],
  ["an emoji behind it is not part of it", "abcdef@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghi.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", [
    "abcdef@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghi.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz😆",
  ]],
  ["an emoji behind it is not part of it", "a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijkl", [
    "a@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefg.abcdefghijkl.😆",
  ]],
  ["a comment beside it is not part of it", "test@iana.org", [
    "test@iana.org(comment\\)", "test@iana.org(comment\\", "test@iana.org(\r)", "()test@iana.org",
  ]],
  ["a comment beside it is not part of it", "test@example.com", [
    "(\u0000)test@example.com",
  ]],
  ["white space parts words: a name may stand before an address", "world@iana.org", [
    "hello world@iana.org",
  ]],
  ["white space parts words: a name may stand before an address", "fool@iana.org", [
    "Ima Fool@iana.org",
  ]],
  ["what ends in a colon is a label", "y@example.com", [
    "x:y@example.com", "ê:y@example.com",
  ]],
  ["which top-level domains exist is for DNS to say", "apple-touch-icon-60x60@2x.png", [
    "apple-touch-icon-60x60@2x.png",
  ]],
  ["the domain is spelled as DNS knows it", "x@x.xn--lhr59c", [
    "x@x.商務",
  ]],
];

test.each(readHere.flatMap(([why, email, texts]) => texts.map((text) => [text, email, why] as const)))(
  "%j is read as %s: %s",
  (text, email) => {
    expect(addressesIn(text).emails).toEqual([email]);
  },
);
