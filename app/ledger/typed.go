package ledger

import (
	"fmt"
	"math/big"
	"reflect"
	"time"
)

// goNames renames keys to the Go names of T, so that encoding/json fills it without a second list of tags. Empty
// text is left out: a time or a number can't be read from it.
func goNames[T any](fields Fields) map[string]any {
	out := map[string]any{}
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		name := t.Field(i).Name
		if v, ok := fields[Key(name)]; ok && v != nil && v != "" {
			out[name] = v
		}
	}
	return out
}

// Zone is the zone of every time in a ledger: China has one, without summer time.
var Zone = time.FixedZone("Asia/Shanghai", 8*3600)

// FormatTime writes a time as fields and commits hold it: whole seconds, +08:00.
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Zone).Format(WallLayout)
}

// ParseTime reads a field's time; the zero time for "" and for anything that is none.
func ParseTime(v any) time.Time {
	s, _ := v.(string)
	t, err := time.Parse(WallLayout, s)
	if err != nil {
		return time.Time{}
	}
	return t.In(Zone)
}

// Int is a whole number of a field; 0 where there is none.
func (f Fields) Int(key string) (n int64) {
	if v := f[key]; v != nil {
		fmt.Sscan(fmt.Sprint(v), &n)
	}
	return n
}

// Percent is part of whole in percent to one decimal, rounded half up; "" of nothing.
func Percent(part, whole int64) string {
	if whole <= 0 {
		return ""
	}
	return big.NewRat(100*part, whole).FloatString(1)
}

// Lines are the items of a List field's value.
func Lines(v any) (out []string) {
	list, _ := v.([]any)
	for _, it := range list {
		if s, ok := it.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
