// Package compare owns the comparing of two lists by key columns (R049): which row of one is which row of the other, who stands in
// one only, where both say different things, and which rows could not be compared. It promises that no two keys are taken for the
// same unless they are written the same but for what spreadsheets and keyboards do to them, and that no row is lost: each is matched,
// alone, or a fault. It is pure; rows are kept packed, so that two hundred thousand a side fit.
package compare

import (
	"regexp"
	"strings"
	"unicode"

	"opsledger/app/rule/intake"
	"opsledger/app/rule/privacy"
)

var (
	dated  = regexp.MustCompile(`^\d{4}([-/.年])\d{1,2}[-/.月]\d{1,2}日?$`)
	dashes = strings.NewReplacer("-", "", "–", "", "—", "", "‑", "", "－", "")
	dots   = strings.NewReplacer("•", "·", "‧", "·", "・", "·", "∙", "·")
)

// Key is a cell as it is compared: narrow, without blanks, apostrophes and invisible characters, an ID card's x large, long numbers
// without hyphens, dates as 2026-03-05. Where the cell can't be compared, wrong says why and what to do, and there is no key.
func Key(c intake.Cell, epoch1904 bool) (key, wrong string) {
	text := narrow(c.Text)
	switch {
	case c.Kind == intake.Formula:
		return "", "是公式，算出的值不可信。请复制后“选择性粘贴为数值”再比对"
	case c.Kind == intake.Broken:
		return "", "是出错的单元格。请改正后再比对"
	case intake.Rounded(intake.Cell{Kind: c.Kind, Text: text}):
		return "", "长数字已被电子表格改成近似值，末几位不可信，没有拿来比对。请把该列设为文本格式后从原系统重新导出"
	case text == "":
		return "", "是空的，没有可比对的内容。请补齐，或从名单中去掉这一行"
	case c.Kind == intake.Date:
		return c.Plain(epoch1904), ""
	case c.Kind == intake.Number:
		return strings.TrimSuffix(text, ".0"), ""
	}
	if joined := dashes.Replace(text); long(joined) {
		return strings.ToUpper(joined), ""
	}
	if dated.MatchString(text) {
		if at, _, err := intake.ParseTime(text); err == nil {
			return at.Format("2006-01-02"), ""
		}
	}
	return text, ""
}

// long reports whether a text is a number that names a person or an account: 15 to 19 digits, an ID card's x at its end.
func long(s string) bool {
	if len(s) == 18 {
		s = strings.TrimRight(s[:17]+strings.ToUpper(s[17:]), "X")
	}
	return len(s) >= 15 && len(s) <= 19 && strings.Trim(s, "0123456789") == ""
}

// narrow drops from a text what is not seen or does not tell two keys apart.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("'’‘", r) {
			return -1
		}
		return r
	}, intake.Fold(dots.Replace(s)))
}

// doubt says what about a key that was compared should be looked at; "" nothing. Only ID cards are judged.
func doubt(kind, key string) string {
	switch {
	case kind != privacy.IDCard || !long(key):
		return ""
	case len(key) == 15:
		return "是15位旧证号，没有换算成18位；另一份名单里若是18位，两行不会对上。请统一后再比对"
	case len(key) != 18 || privacy.ValidIDCard(key):
		return ""
	case strings.HasSuffix(key, "000"):
		return "末三位是000而校验位不对，可能是被电子表格改过的近似值，仍按所写的比对。请到原系统核对"
	}
	return "身份证号校验位不对，仍按所写的比对。请核对"
}
