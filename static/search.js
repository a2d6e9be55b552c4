// On a narrow page the facets are folded, so that the results come first.
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".facets > details")?.removeAttribute("open");
