package intake

import (
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"opsledger/app/record/dictionary"
)

// MaxCell is how much an export writes into a cell, in UTF-16 units: less than what looks cut.
const MaxCell = 30_000

// maxText is what a cell of a spreadsheet can hold: one as long was probably cut.
const maxText = 32767

// text reads a cell that may hold anything but a formula or an error.
func (c *cells) text(key string) string {
	cell := c.cell(key)
	s := strings.TrimSpace(cell.Text)
	switch {
	case cell.Kind == Formula:
		c.fault(key, s, "是公式，算出的值不可信。请复制后“选择性粘贴为数值”再导入")
	case cell.Kind == Broken:
		c.fault(key, s, "是出错的单元格（%s）。请改正后再导入", s)
	case len(s) >= maxText && len(utf16.Encode([]rune(s))) >= maxText:
		c.fault(key, string([]rune(s)[:20])+"…", "文字达到一格的上限（32767字），可能已被截断。请核对并缩短后再导入")
	case strings.ContainsFunc(s, unstorable):
		c.fault(key, "", "含有无法保存的字符（控制字符）。请重新录入该格")
	default:
		return strings.Trim(s, "\ufeff\u200b ")
	}
	return ""
}

// unstorable are the control characters no person typed.
func unstorable(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }

// number reads a column of numbers that are names: long ones that a spreadsheet has rounded are flagged, never
// repaired.
func (c *cells) number(key string) string {
	cell := c.cell(key)
	if Rounded(cell) {
		c.fault(key, cell.Text, "长数字“%s”已被电子表格改成近似值，无法还原。请把该列设为文本格式后重新导出", strings.TrimSpace(cell.Text))
		return ""
	}
	s := Fold(c.text(key))
	if cell.Kind == Number {
		s = strings.TrimSuffix(s, ".0")
	}
	return strings.TrimSpace(s)
}

// exponent is how spreadsheets show a long number that they write as text.
var exponent = regexp.MustCompile(`^\d(\.\d+)?[Ee]\+\d{2,}$`)

// maxFound bounds the look-ups remembered.
const maxFound = 10_000

func (c *cells) choice(key, dict string) string {
	s := c.text(key)
	if s == "" {
		return ""
	}
	if k, ok := c.found[[2]string{dict, s}]; ok {
		return k
	}
	d := c.o.Dictionaries[dict]
	if it, ok := d.Find(s); ok {
		if len(c.found) < maxFound {
			c.found[[2]string{dict, s}] = it.Key
		}
		return it.Key
	}
	hint := ""
	if n := nearest(d, s); n != "" {
		hint = "（最接近：" + n + "）"
	}
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	c.fault(key, s, "“%s”不在%s字典里%s。可填：%s", s, d.Label, hint, strings.Join(d.Labels(), "、"))
	return ""
}

// firstYear is before any ticket: 1899 and 1900 are what spreadsheets make of small numbers.
const firstYear = 1990

func (c *cells) time(key string) time.Time {
	cell := c.cell(key)
	s := c.text(key)
	if s == "" {
		return time.Time{}
	}
	var at time.Time
	var clock bool
	var err error
	if cell.Kind == Date || cell.Kind == Number && len(s) < 14 && !compactish.MatchString(s) {
		at, clock, err = serial(s, c.o.Epoch1904)
	} else {
		at, clock, err = ParseTime(s)
	}
	switch {
	case errors.Is(err, errDate):
		c.fault(key, s, "“%s”这个日期或时间不存在", s)
	case err != nil:
		if r := []rune(s); len(r) > 40 {
			s = string(r[:40]) + "…"
		}
		c.fault(key, s, "“%s”不是日期时间。请写作 2026-03-05 14:20", s)
	case at.Year() < firstYear:
		c.fault(key, s, "%s 太早，多半不是日期。请核对", stamp(at))
	case !c.o.Now.IsZero() && at.After(c.o.Now.AddDate(0, 0, 1)):
		c.fault(key, s, "%s 在将来。请核对", stamp(at))
	case !clock && key == "arrived":
		c.fault(key, s, "“%s”只有日期没有钟点，无法计算时限。请写作 2026-03-05 14:20", s)
	default:
		return at
	}
	return time.Time{}
}

func (c *cells) yes(key string) bool {
	switch strings.ToLower(dictionary.Normal(c.text(key))) {
	case "", "否", "无", "0", "n", "no", "false", "未返工":
		return false
	case "是", "有", "1", "y", "yes", "true", "返工", "已返工":
		return true
	}
	c.fault(key, c.cell(key).Text, "“%s”应填 是 或 否", c.cell(key).Text)
	return false
}
