package score

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Points is an exact decimal in thousandths.
type Points int64

const thousand = 1000

var (
	decimal   = regexp.MustCompile(`^-?\d{1,9}(\.\d{1,3})?$`)
	errPoints = errors.New("应为最多三位小数的数字，写作 \"-0.5\"")
)

// ParsePoints reads "-0.5".
func ParsePoints(text string) (Points, error) {
	if !decimal.MatchString(text) {
		return 0, errPoints
	}
	whole, part, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	n, err := strconv.ParseInt(whole+(part + "000")[:3], 10, 64)
	if strings.HasPrefix(text, "-") {
		n = -n
	}
	return Points(n), err
}

// whole is a number of points.
func whole(n int) Points { return Points(n) * thousand }

// String writes it without trailing zeros: -0.5.
func (p Points) String() string {
	sign, n := "", int64(p)
	if n < 0 {
		sign, n = "-", -n
	}
	text := fmt.Sprintf("%s%d.%03d", sign, n/thousand, n%thousand)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// MarshalText writes it as JSON holds it: a decimal in quotes.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (p *Points) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePoints(string(text))
	return err
}

// floor is the largest whole number of points not above it.
func (p Points) floor() Points {
	if rest := p % thousand; rest < 0 {
		return p - rest - thousand
	} else {
		return p - rest
	}
}

// tenth rounds to one decimal, halves away from zero.
func tenth(n, d int64) Points {
	if d < 0 {
		n, d = -n, -d
	}
	half := d / 2
	if n < 0 {
		half = -half
	}
	return Points((n + half) / d * (thousand / 10))
}
