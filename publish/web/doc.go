// Package web serves the hosts of web forwards: it redirects visitors (URL, URL302) or shows them another site in a frame (FRAME), over
// HTTP and, with certificates by ACME, over HTTPS. It fetches nothing from targets.
package web
