package privacy

import (
	"strings"
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

func TestHintsPassword(t *testing.T) {
	for text, want := range map[string]bool{"登录密码：abc123456": true, "口令是Admin888": true, "用户忘记密码，请重置": false, "密码重置3次": false, "pwd=root1234": true} {
		if HintsPassword(text) != want {
			t.Errorf("%s", text)
		}
	}
}

func FuzzScrub(f *testing.F) {
	for _, s := range []string{"11010519491231002X", "１３８１２３４５６７８ x", "4111 1111-1111 1111", "\xff13812345678"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Scrub(s)
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Fatal("not text any more")
		}
		for _, h := range Find(got) {
			if h.Kind == IDCard && !strings.Contains(got[h.Start:h.End], "*") {
				t.Fatalf("%q still holds an ID card", got)
			}
		}
	})
}
