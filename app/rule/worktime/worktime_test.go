package worktime

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"
	"time"
)

func TestAllCases(t *testing.T) {
	raw, err := os.ReadFile("testdata/worktime.json")
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		Cases []struct {
			ID       string `json:"id"`
			Expected any    `json:"expected"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(raw, &f); err != nil || len(f.Cases) != 80 {
		t.Fatalf("%d cases, %v", len(f.Cases), err)
	}
	answers, err := Answer(raw)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range answers {
		round, _ := json.Marshal(a.Got)
		var got any
		json.Unmarshal(round, &got)
		if a.ID != f.Cases[i].ID || a.Error != "" || !reflect.DeepEqual(got, f.Cases[i].Expected) {
			t.Errorf("%s: got %v, expected %v %s", a.ID, got, f.Cases[i].Expected, a.Error)
		}
	}
}

// Open time counted back skips pauses as open time counted on does.
func TestPausesAreSkippedBothWays(t *testing.T) {
	c := China(time.UTC, DefaultHours(), Year{Year: 2026})
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC) }
	pauses := []Interval{{at(5, 16, 0), at(6, 9, 0)}, {at(6, 8, 30), at(6, 9, 30)}}
	for _, x := range []struct {
		from    time.Time
		seconds int64
		to      time.Time
	}{
		{at(5, 15, 0), 2 * 3600, at(6, 10, 30)},
		{at(6, 10, 30), -2 * 3600, at(5, 15, 0)},
		{at(6, 10, 30), -3600, at(6, 9, 30)},
		{at(6, 9, 0), -1800, at(5, 15, 30)},
	} {
		if got, err := c.Add(x.from, x.seconds, pauses...); err != nil || !got.Equal(x.to) {
			t.Errorf("%v and %ds: %v %v, should be %v", x.from, x.seconds, got, err, x.to)
		}
	}
}

func TestMalformedCasesSayWhy(t *testing.T) {
	answers, err := Answer([]byte(`{"calendars":{"x":{"tz":"Mars/Olympus"},"never":{"tz":"UTC"},"bad":{"tz":"UTC","weekly":{"9":[]}},"back":{"tz":"UTC","weekly":{"1":[["10:00","09:00"]]}}},
		"cases":[{"id":"1","op":"is_open","calendar":"x","start":"2026-01-01 00:00:00"},{"id":"2","op":"add_seconds","calendar":"never","start":"2026-01-01 00:00:00","seconds":1},
		{"id":"3","op":"nonsense","calendar":"never","start":"2026-01-01 00:00:00"},{"id":"4","op":"is_open","calendar":"never","start":"2026-13-45 00:00:00"},
		{"id":"5","op":"is_open","calendar":"gone","start":""},{"id":"6","op":"is_open","calendar":"bad"},{"id":"7","op":"is_open","calendar":"back"},
		{"id":"8","op":"add_workdays","calendar":"never","start":"2026-01-01 00:00:00","workdays":1}]}`))
	if err != nil || len(answers) != 8 {
		t.Fatal(err)
	}
	for _, a := range answers {
		if a.Error == "" || a.Got != nil {
			t.Errorf("%s: %v", a.ID, a.Got)
		}
	}
	if _, err := Answer([]byte("no")); err == nil {
		t.Error("a file that is none was taken")
	}
}

func TestAYearWithoutDataIsSaid(t *testing.T) {
	c := China(time.UTC, DefaultHours(), Year{Year: 2026})
	at := func(y int) time.Time { return time.Date(y, 6, 1, 0, 0, 0, 0, time.UTC) }
	if got := c.Uncovered(at(2025), at(2028)); !reflect.DeepEqual(got, []int{2025, 2027, 2028}) {
		t.Errorf("%v", got)
	}
}

func TestAYearIsReadAsItsShapeShows(t *testing.T) {
	y, err := ParseYear([]byte(yearShape))
	if err != nil || !reflect.DeepEqual(y.Workdays, []Named{{Date: "2027-01-09"}}) || !reflect.DeepEqual(y.Holidays, []Named{{"2027-01-01", "元旦"}}) {
		t.Errorf("%+v %v", y, err)
	}
}

func TestParseYearNamesTheFault(t *testing.T) {
	for raw, want := range map[string]string{
		`{"year":2027,"source":"x","holidays":[{"date":"2027-13-45","name":"x"}],"workdays":[]}`:                    "节假日第1项：日期“2027-13-45”不存在",
		`{"year":2027,"source":"x","holidays":[{"date":"2026-01-01","name":"x"}],"workdays":[]}`:                    "节假日第1项：日期2026-01-01不在2027年",
		`{"year":2027,"source":"x","holidays":[{"date":"2027-01-01","name":"x"},{"date":"2027-01-01","name":"x"}]}`: "节假日第2项：日期2027-01-01与节假日第1项重复",
		`{"year":27}`:                             "年份27不对",
		`{"year":2027,"days":[]}`:                 `不是节假日数据文件：没有"days"这一项。应写作 ` + yearShape,
		`{"year":"2027"}`:                         "不是节假日数据文件：“year”的写法不对。应写作 " + yearShape,
		`{"year":2027,"holidays":"无"}`:            "不是节假日数据文件：“holidays”的写法不对。应写作 " + yearShape,
		`{"year":2027,"holidays":[{"date"`:        "不是节假日数据文件：不是完整的JSON。应写作 " + yearShape,
		`{"year":2027,"holidays":["2027-13-01"]}`: "节假日第1项：日期“2027-13-01”不存在",
	} {
		if _, err := ParseYear([]byte(raw)); err == nil || err.Error() != want {
			t.Errorf("%s: %v", raw, err)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	raw, err := os.ReadFile("testdata/worktime.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"calendars":{"c":{"tz":"UTC","weekly":{"1":[["00:00","24:00"]]}}},"cases":[{"id":"a","op":"periods","calendar":"c","start":"2026-01-01 00:00:00","count":3}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var file caseFile
		if json.Unmarshal(raw, &file) == nil {
			for _, c := range file.Cases {
				if c.Seconds > 1e10 || c.Seconds < -1e10 || c.Workdays > 1e5 || c.Workdays < -1e5 || len(file.Cases) > 100 {
					return
				}
			}
		}
		Answer(raw)
	})
}

func BenchmarkAddWorkdays(b *testing.B) {
	c := China(time.UTC, DefaultHours(), Year{Year: 2026})
	at := time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
	for b.Loop() {
		if _, err := c.AddWorkdays(at, 1); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzParseYear(f *testing.F) {
	f.Add([]byte(`{"year":2027,"source":"x","holidays":[{"date":"2027-01-01","name":"元旦"}],"workdays":[]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		y, err := ParseYear(raw)
		if err == nil && (len(y.Holidays) == 0 || y.Year < 2000) {
			t.Fatalf("%+v was taken", y)
		}
	})
}
