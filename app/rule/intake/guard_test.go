package intake

import (
	"strings"
	"testing"
)

func TestWhatIsGuardedComesBackAsItWas(t *testing.T) {
	for _, cell := range []string{"=1+1", "'=1+1", "''=1+1", "-3", "+8613812345678", "+客服", " =x", "＝x", "@我", "'引用'", "'", "", "\t缩进", "待遇核对", "-"} {
		got, err := table(Separated(strings.NewReader(`"`+Guard(cell)+`",x`), ','))
		if err != nil || len(got) != 1 || got[0] != "1:"+cell+"|x" {
			t.Errorf("%q: guarded %q, came back as %q, %v", cell, Guard(cell), got, err)
		}
	}
}
