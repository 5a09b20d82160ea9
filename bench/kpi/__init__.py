"""`./run bench kpi`: the appraisal's figures on two years of a large group."""
