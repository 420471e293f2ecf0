package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// a Wednesday
var wednesday = time.Date(2026, 11, 18, 14, 20, 30, 0, ledger.Zone)

func TestATimeIsUnderstoodAsPeopleTypeIt(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"3-5", "2026-03-05"}, {"3/5", "2026-03-05"}, {"3.5", "2026-03-05"}, {"0305", "2026-03-05"}, {"20260305", "2026-03-05"},
		{"3-5 9:05", "2026-03-05 09:05"}, {"3/5 0905", "2026-03-05 09:05"}, {"0305 905", "2026-03-05 09:05"},
		{"2026-03-05 9:05", "2026-03-05 09:05"}, {"2026-03-05T09:05", "2026-03-05 09:05"}, {"2026-03-05 09:05:30", "2026-03-05 09:05"},
		{"202603050905", "2026-03-05 09:05"}, {"26-3-5", "2026-03-05"}, {"2025/12/31", "2025-12-31"},
		{"2026年3月5日9点5分", "2026-03-05 09:05"}, {"3月5号下午3点半", "2026-03-05 15:30"}, {"5日 9点", "2026-11-05 09:00"},
		{"昨天 9:05", "2026-11-17 09:05"}, {"前天", "2026-11-16"}, {"大前天", "2026-11-15"}, {"今天", "2026-11-18"}, {"明天 8:00", "2026-11-19 08:00"}, {"大后天", "2026-11-21"},
		{"9:05", "2026-11-18 09:05"}, {"下午2点", "2026-11-18 14:00"}, {"中午12点", "2026-11-18 12:00"}, {"现在", "2026-11-18 14:20"},
		{"周四 18:00", "2026-11-19 18:00"}, {"上周四", "2026-11-12"}, {"下周一 9:00", "2026-11-23 09:00"}, {"星期日", "2026-11-22"}, {"礼拜天", "2026-11-22"}, {"周3", "2026-11-18"},
		{"３－５　９：０５", "2026-03-05 09:05"}, {"  10-20   9:05 ", "2026-10-20 09:05"},
		{"1-5", "2027-01-05"}, {"2024-2-29", "2024-02-29"},
	} {
		when, hasClock, err := ParseWhen(c.text, wednesday)
		layout := time.DateOnly
		if hasClock {
			layout = "2006-01-02 15:04"
		}
		if got := when.Format(layout); err != nil || got != c.want {
			t.Errorf("%q: %s, %v; want %s", c.text, got, err, c.want)
		}
	}
}

func TestADayWithoutAYearIsNearNewYearTheNearerOne(t *testing.T) {
	when, _, err := ParseWhen("12-30", time.Date(2027, 1, 5, 9, 0, 0, 0, ledger.Zone))
	if err != nil || when.Format(time.DateOnly) != "2026-12-30" {
		t.Errorf("%s, %v", when, err)
	}
}

func TestATimeThatCannotBeIsToldWithWhatToWrite(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2026-02-30", "2 月没有 30 日。原值仍保留。请改成 2026-02-28 这样的日期"}, {"2-29", "2026 年 2 月没有 29 日"}, {"0431", "4 月没有 31 日"},
		{"13-5", "没有 13 月"}, {"3-0", "3 月没有 0 日"}, {"1949-10-01", "1949 年不在 1950 到 2100 之间"}, {"3-5 25:00", "没有 25 点"}, {"3-5 24:00", "后一天 0:00"},
		{"9:75", "没有 75 分"}, {"", "还没有填日期"}, {"3-5 上午", "看不懂“3-5 上午”"}, {"等通知", "看不懂“等通知”"}, {"3-5 9:05 张三", "看不懂"}, {"35", "看不懂"}, {"3-512", "看不懂"},
		{strings.Repeat("很", 300), "很很…”"},
	} {
		_, _, err := ParseWhen(c.text, wednesday)
		if err == nil || !strings.Contains(err.Error(), c.want) || !fault.Is(err, fault.BadWhen) {
			t.Errorf("%q: %v; want %s", c.text, err, c.want)
		}
	}
}

func TestALabelIsFoundByItsInitialsAndItsPinyin(t *testing.T) {
	for label, want := range map[string][]string{"镇江养老": {"zjyl", "zhenjiangyanglao"}, "A类工单 2": {"algd2", "aleigongdan2"}, "VPN": nil, "": nil} {
		if got := Aliases(label); !slices.Equal(got, want) {
			t.Errorf("%s: %v", label, got)
		}
	}
}

// FuzzParseWhen: whatever is typed gives a fault or a moment that, written out, is understood as itself.
func FuzzParseWhen(f *testing.F) {
	for _, s := range []string{"3-5 9:05", "昨天 9:05", "周四 18:00", "２０２６年３月５日下午３点半", "202603050905", "2-30", "12-30", "后天晚8点", "\xff3-5", "5号9点整"} {
		f.Add(s, int64(1794990030))
	}
	f.Fuzz(func(t *testing.T, text string, at int64) {
		now := time.Unix(at%4102444800, 0)
		when, hasClock, err := ParseWhen(text, now)
		if err != nil {
			if !fault.Is(err, fault.BadWhen) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		layout := map[bool]string{true: "2006-01-02 15:04", false: time.DateOnly}[hasClock]
		again, clockAgain, err := ParseWhen(when.Format(layout), now)
		if when.Year() >= 1950 && when.Year() <= 2100 && (err != nil || !again.Equal(when) || clockAgain != hasClock) {
			t.Fatalf("%q: %s is read as %s, %v", text, when, again, err)
		}
	})
}
