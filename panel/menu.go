package panel

import "nameyard/reseller"

// item is a line of a menu: a place below the side, with who may go there.
type item struct {
	at, words, icon string
	needs           reseller.Right
}

// menus are the menus of both sides.
var menus = map[string][]item{
	resellers: {
		{"/", "nav.overview", "house", reseller.RightRead},
		{"/domains/", "nav.domains", "globe", reseller.RightRead},
	},
	operators: {
		{"/", "nav.overview", "house", reseller.RightOperate},
	},
}
