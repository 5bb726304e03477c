package account

import (
	"fmt"
	"strings"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// tellServers adds which name servers an act was to set and has set, and where the earlier ones are set again.
func (d *progressData) tellServers(v *visit.Visit) {
	d.Servers, d.Lines = strings.Fields(d.Act.Asked), map[int64][]reseller.Asked{}
	for _, o := range d.Orders {
		if o.Kind != reseller.OrderNameservers {
			continue
		}
		d.Lines[o.ID] = o.Asked()
		if o.State == reseller.OrderDone && d.Waiting == 0 && !d.Running() && v.May(reseller.RightManage) {
			d.Back = fmt.Sprintf("/panel/domains/servers-back/?act=%d", d.Act.ID)
		}
	}
}
