// Package privacy owns what personal data looks like and how it is masked: ID cards with their check digit,
// telephones, bank cards, names of insured people, passwords written down (R114, R116). It is pure and may import
// nothing of this program.
package privacy

import "strings"

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

// Masked reports whether a text is what Mask makes of a value of a kind, or, for kind "", whether it holds what Scrub
// leaves: such a text stands for data it does not hold, and must not overwrite it.
func Masked(kind, text string) bool {
	text = strings.TrimSpace(text)
	switch kind {
	case "":
		return strings.Contains(text, "***")
	case Name:
		return strings.Contains(text, "*") && maskName(text) == text
	}
	return strings.Contains(text, "**") && Mask(kind, text) == text
}
