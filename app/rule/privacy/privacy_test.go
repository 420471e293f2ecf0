package privacy

import (
	"testing"
	"unicode/utf8"
)

func TestScrub(t *testing.T) {
	for in, want := range map[string]string{
		"身份证11010519491231002X，电话13812345678": "身份证110***********002X，电话138****5678",
		"身份证１１０１０５１９４９１２３１００２Ｘ有误":             "身份证110***********002X有误",
		"110105 19491231 002X":                "110*************002X",
		"卡号6222021001122334458":               "卡号***************4458",
		"卡号 4111 1111 1111 1111":              "卡号 ***************1111",
		"电话138-1234-5678":                     "电话138******5678",
		"电话+8613812345678":                    "电话+861******5678",
		"工单W20260305123456和GD-01-2026-000123": "工单W20260305123456和GD-01-2026-000123",
		"编号110105194912310021":                "编号110105194912310021", // check digit fails
		"2026-03-05 10:00 至 2026-03-06 12:00": "2026-03-05 10:00 至 2026-03-06 12:00",
		"金额12345.67元":                         "金额12345.67元",
		"两个电话13812345678 13987654321":         "两个电话138****5678 139****4321",
		"13812345678、13987654321":             "138****5678、139****4321",
		"座机0511-87654321":                     "座机051******4321",
		"座机（0511）8765 4321转802":               "座机（05********4321转802",
		"010-62345678":                        "010*****5678",
		"０５１１８７６５４３２１":                        "051*****4321",
		"老证320102491231002，新证没带":              "老证320********1002，新证没带",
		"流水202603051012345":                   "流水202603051012345",
		"2026-03-05 13812345678":              "2026-03-05 138****5678",
		"GD-03-2026-000123":                   "GD-03-2026-000123",
		"GD-05-2026-20001234":                 "GD-05-2026-20001234",
		"ORA-01555 与 0511":                    "ORA-01555 与 0511",
		"110105　19491231　002X":                "110*************002X",
		"6222-0210-0112-2334-458":             "*******************-458",
		"编号13812345678x":                      "编号13812345678x",
		"":                                    "",
	} {
		if got := Scrub(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

func TestMask(t *testing.T) {
	for _, c := range [][3]string{{Name, "李小芳", "李*芳"}, {Name, "李芳", "李*"}, {Name, "欧阳娜娜", "欧**娜"}, {Name, "李", "*"},
		{Phone, "13812345678", "138****5678"}, {IDCard, "11010519491231002X", "110***********002X"}, {BankCard, "6222021001122334455", "***************4455"},
		{Phone, "123", "***"}, {Phone, "", ""}, {Name, "买买提·吐尔逊", "买*****逊"}} {
		if got := Mask(c[0], c[1]); got != c[2] {
			t.Errorf("%s: %s, should be %s", c[1], got, c[2])
		}
	}
}

func TestMaskedTextIsKnownAsSuch(t *testing.T) {
	for _, c := range [][2]string{{Name, "李小芳"}, {Name, "李芳"}, {Name, "李"}, {Phone, "13812345678"}, {Phone, "123"}, {IDCard, "11010519491231002X"},
		{BankCard, "6222021001122334455"}, {"", "身份证11010519491231002X有误"}, {"", "电话13812345678"}} {
		shown := Scrub(c[1])
		if c[0] != "" {
			shown = Mask(c[0], c[1])
		}
		if Masked(c[0], c[1]) || !Masked(c[0], shown) {
			t.Errorf("%s %q shown as %q: %v %v", c[0], c[1], shown, Masked(c[0], c[1]), Masked(c[0], shown))
		}
	}
	for _, text := range []string{"", "2*3", "一般文字"} {
		for _, kind := range []string{Name, Phone, IDCard, BankCard, ""} {
			if Masked(kind, text) && !(kind == Name && text == "2*3") {
				t.Errorf("%s %q is taken for a mask", kind, text)
			}
		}
	}
}

func TestPasswordsWrittenDownAreFound(t *testing.T) {
	for text, want := range map[string]bool{"登录密码：abc123456": true, "口令是Admin888": true, "用户忘记密码，请重置": false, "密码重置3次": false, "pwd=root1234": true,
		"忘记密码，新密码为 Abc#2026": true, "PASSWORD: qwe123!": true, "密码 20260305 重置": false, "密码abc123": true, "口令：1234": true, "密码：正确": false,
		"\u0130\u0130 密码": false} {
		if len(FindPasswords(text)) > 0 != want {
			t.Errorf("%s", text)
		}
	}
}

func FuzzScrub(f *testing.F) {
	for _, s := range []string{"11010519491231002X", "１３８１２３４５６７８ x", "4111 1111-1111 1111", "\xff13812345678", "13812345 13812345678", "(0511)87654321 0511-8765432",
		"口令：abc123 320102491231002", "13812345678*13812345678-13812345678"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Scrub(s)
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Fatal("not text any more")
		}
		if left := Find(got); len(left) > 0 {
			t.Fatalf("%q still holds %v", got, left)
		}
		if Scrub(got) != got {
			t.Fatalf("%q is not left as it is", got)
		}
		end := 0
		for _, h := range append(Find(s), FindPasswords(s)...) {
			if h.Kind == Password && end > 0 {
				end = 0
			}
			if h.Start < end || h.End <= h.Start || h.End > len(s) {
				t.Fatalf("%q: hit %v", s, h)
			}
			end = h.End
		}
	})
}
