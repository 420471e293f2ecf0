package tongue

import "testing"

func TestNamed(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want bool
	}{
		{map[string]string{}, false},
		{map[string]string{"LANG": "C"}, false},
		{map[string]string{"LANG": "C.UTF-8"}, false},
		{map[string]string{"LANG": "POSIX"}, false},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, true},
		{map[string]string{"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, false},
		{map[string]string{"LC_MESSAGES": "zh_CN", "LANG": "C"}, true},
	} {
		if got := named(func(key string) string { return c.env[key] }); got != c.want {
			t.Errorf("%v: %v", c.env, got)
		}
	}
}
