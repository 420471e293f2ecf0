package privacy

import "strings"

// ValidIDCard checks an 18-digit ID card by its date and check digit (GB 11643), or an old one of 15 by its date.
func ValidIDCard(s string) bool {
	switch len(s) {
	case 15:
		return number(s) > 0 && strings.Contains(provinces, " "+s[:2]+" ") && validDate("19"+s[6:12])
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

// provinces are the first two digits of ID cards (GB/T 2260).
const provinces = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 "

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

// validArea takes a telephone whose area code exists: 010, 02x, or four digits from 031x on.
func validArea(s string) bool {
	s = strings.Map(func(r rune) rune {
		if digit(r) < 0 {
			return -1
		}
		return r
	}, s)
	if strings.HasPrefix(s, "010") || strings.HasPrefix(s, "02") {
		return len(s) == 11
	}
	return s[1] >= '3' && (len(s) == 11 || len(s) == 12)
}
