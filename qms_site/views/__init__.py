"""View models: what a page says, decided; how it looks is the templates' matter. Frozen, without HTML, without addresses."""
