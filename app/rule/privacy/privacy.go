// Package privacy owns what personal data looks like and how it is masked: ID cards with their check digit, mobile
// telephones, bank cards, names of insured people (R114, R116). It is pure and may import nothing of this program.
package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kinds of personal data, as fields name them.
const (
	Name     = "name"
	Phone    = "phone"
	IDCard   = "idcard"
	BankCard = "bankcard"
)

// Mask masks a field's value by its kind. What does not look like its kind is masked all the same.
func Mask(kind, value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	switch kind {
	case Name:
		return maskName(value)
	case Phone:
		return keep(value, 3, 4)
	case IDCard:
		return keep(value, 3, 4)
	case BankCard:
		return keep(value, 0, 4)
	}
	return keep(value, 1, 0)
}

// maskName keeps the first and, from three characters on, the last: 李*, 李*芳, 欧**娜.
func maskName(name string) string {
	r := []rune(name)
	if len(r) == 1 {
		return "*"
	}
	for i := 1; i < len(r); i++ {
		if i < len(r)-1 || len(r) == 2 {
			r[i] = '*'
		}
	}
	return string(r)
}

// keep shows so many characters at both ends; too short a value shows nothing.
func keep(value string, head, tail int) string {
	r := []rune(value)
	if len(r) <= head+tail+2 {
		return strings.Repeat("*", len(r))
	}
	for i := head; i < len(r)-tail; i++ {
		r[i] = '*'
	}
	return string(r)
}

// Hit is personal data found in a text, in bytes.
type Hit struct {
	Kind       string
	Start, End int
}

// Find finds ID cards, mobile telephones and bank cards in free text, full-width digits included. Separators
// within a number (space, hyphen) are allowed; numbers whose check digits fail are left alone.
func Find(text string) []Hit {
	var hits []Hit
	for _, run := range runs(text) {
		if kind := run.kind(); kind != "" {
			hits = append(hits, Hit{kind, run.start, run.end})
		}
	}
	return hits
}

// Scrub masks all that Find finds.
func Scrub(text string) string {
	hits := Find(text)
	if len(hits) == 0 {
		return text
	}
	var b strings.Builder
	last := 0
	for _, h := range hits {
		b.WriteString(text[last:h.Start])
		b.WriteString(Mask(h.Kind, narrow(text[h.Start:h.End])))
		last = h.End
	}
	b.WriteString(text[last:])
	return b.String()
}

// run is a stretch of digits (an X may end it) with where it stands.
type run struct {
	digits     string
	start, end int
}

// runs cuts out stretches of digits that no letter touches. A single separator between two digits belongs to the
// stretch.
func runs(text string) []run {
	var out []run
	var cur run
	var b strings.Builder
	gap, letter := 0, false
	flush := func() {
		if b.Len() >= 11 && !letter {
			cur.digits = b.String()
			out = append(out, cur)
		}
		b.Reset()
		gap, letter = 0, false
	}
	prevLetter := false
	for i, r := range text {
		d := digit(r)
		size := utf8.RuneLen(r)
		if size < 0 {
			size = 1
		}
		switch {
		case d >= 0:
			if b.Len() == 0 {
				cur.start, letter = i, prevLetter
			}
			b.WriteByte(byte('0' + d))
			cur.end, gap = i+size, 0
		case b.Len() == 17 && (r == 'x' || r == 'X' || r == 'Ｘ' || r == 'ｘ') && gap == 0:
			b.WriteByte('X')
			cur.end = i + size
		case b.Len() > 0 && gap == 0 && (r == ' ' || r == '-'):
			gap++
		default:
			letter = letter || gap == 0 && latin(r)
			flush()
		}
		prevLetter = latin(r)
	}
	flush()
	return out
}

func latin(r rune) bool { return r < 0x250 && (unicode.IsLetter(r) || r == '_') }

func digit(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	}
	return -1
}

func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if d := digit(r); d >= 0 {
			return rune('0' + d)
		}
		if r == 'Ｘ' || r == 'ｘ' {
			return 'X'
		}
		return r
	}, s)
}

func (r run) kind() string {
	switch {
	case ValidIDCard(r.digits):
		return IDCard
	case validMobile(r.digits):
		return Phone
	case validBankCard(r.digits):
		return BankCard
	}
	return ""
}

// ValidIDCard checks an 18-digit ID card by its date and check digit (GB 11643), or an old one of 15 by its date.
func ValidIDCard(s string) bool {
	switch len(s) {
	case 15:
		return !strings.Contains(s, "X") && s[0] >= '1' && s[0] <= '8' && validDate("19"+s[6:12])
	case 18:
	default:
		return false
	}
	if s[0] < '1' || s[0] > '9' || !validDate(s[6:14]) {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * w
	}
	return "10X98765432"[sum%11] == s[17]
}

func validDate(s string) bool {
	year, month, day := number(s[:4]), number(s[4:6]), number(s[6:8])
	return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

func number(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

func validMobile(s string) bool {
	if len(s) == 13 && strings.HasPrefix(s, "86") {
		s = s[2:]
	}
	return len(s) == 11 && s[0] == '1' && s[1] >= '3'
}

// validBankCard takes 16 to 19 digits of a card scheme's prefix whose Luhn sum is right.
func validBankCard(s string) bool {
	if len(s) < 16 || len(s) > 19 || strings.Contains(s, "X") || !strings.ContainsRune("34569", rune(s[0])) {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// HintsPassword reports whether a text seems to carry a password: it should not be written down (R116).
func HintsPassword(text string) bool {
	for _, word := range []string{"密码", "口令", "password", "passwd", "pwd"} {
		i := strings.Index(strings.ToLower(text), word)
		if i < 0 {
			continue
		}
		rest := strings.TrimLeft(text[min(len(text), i+len(word)):], " ：:=是为")
		token := strings.FieldsFunc(rest, func(r rune) bool { return r > 0x7e || r <= ' ' })
		if len(token) > 0 && strings.HasPrefix(rest, token[0]) && len(token[0]) >= 4 && strings.ContainsFunc(token[0], unicode.IsDigit) {
			return true
		}
	}
	return false
}
