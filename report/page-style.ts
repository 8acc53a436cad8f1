import { figureStyle } from './figures/compact.js';

/** How the report looks: light and dark, on screen and on paper. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--card:#fff;--ink:#1b1e23;--soft:#5a6270;--line:#dfe3e8;--tint:#f5f7f9;--link:#0b5cad;
--blue:#0072b2;--orange:#c14f00;--green:#007a5a;--purple:#8f4a7c;--quiet:#8a919c;--amber:#8a6100}
@media (prefers-color-scheme:dark){:root{--paper:#14171c;--card:#1a1e25;--ink:#e6e9ee;--soft:#a2abb8;--line:#2d343f;--tint:#20252d;--link:#7db8f5;
--blue:#5fb4e8;--orange:#f08b45;--green:#3ecfa3;--purple:#e3a4d2;--quiet:#7d8694;--amber:#e8b84a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:76rem;margin:0 auto;padding:3rem 1.25rem 4rem}
h1,h2,.lead,.theorem{font-family:Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif}
h1{font-size:clamp(1.75rem,1.2rem + 2.4vw,2.6rem);line-height:1.15;margin:.2rem 0 .75rem;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.6rem;line-height:1.2;margin:0 0 .5rem}
h3{font-size:1rem;margin:0;font-weight:600;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em}
.kicker,.label{margin:0;color:var(--soft);font-size:.85rem;font-weight:600;letter-spacing:.04em}
.lead{font-size:1.2rem;margin:0;color:var(--soft)}
.partial{border-left:4px solid var(--amber);background:var(--tint);padding:.75rem 1rem}
.summary{margin:2.5rem 0 0}
.tiles{list-style:none;padding:0;margin:1rem 0;display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem}
.tile{border:1px solid var(--line);border-top:4px solid var(--c);border-radius:6px;padding:.7rem 1rem;background:var(--card)}
.tile .number{display:block;font-size:2rem;line-height:1.1;font-weight:600;font-variant-numeric:tabular-nums}
.tile .word{color:var(--c);font-weight:600}
.tile.none{border-top-color:var(--line)}.tile.none span{color:var(--soft)}
.proved{--c:var(--blue)}.verified{--c:var(--green)}.supported{--c:var(--purple)}.refuted{--c:var(--orange)}.undecided{--c:var(--amber)}.none{--c:var(--soft)}
.fine{color:var(--soft);font-size:.9rem;max-width:60rem}
.failed{padding-left:0;list-style:none}.failed li{margin:.35rem 0;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .75rem .45rem 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600}
tbody th{font-weight:500;width:34%}
tbody th a{color:inherit;text-decoration-color:var(--line)}
.contents .label{font-size:.8rem;white-space:nowrap}
.mark{display:inline-block;padding:.1rem 0;color:var(--c);text-decoration:none;margin-right:.75rem}
.mark:hover{text-decoration:underline}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.group{margin-top:3.5rem;padding-top:1.5rem;border-top:2px solid var(--ink)}
.theorem{font-size:1.12rem;line-height:1.5;margin:.25rem 0 .9rem;max-width:56rem;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:8rem minmax(0,1fr);gap:.3rem 1rem;margin:0;font-size:.92rem;max-width:62rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.claim{margin-top:1.5rem;border:1px solid var(--line);border-radius:8px;background:var(--card);padding:1.1rem 1.25rem 1.25rem;scroll-margin-top:1rem}
.claim:target{outline:3px solid var(--link);outline-offset:2px}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.35rem 1rem}
.id{font-weight:400;color:var(--soft)}
.badge{display:inline-block;border:1.5px solid var(--c);color:var(--c);border-radius:99px;padding:.05rem .7rem;font-size:.85rem;font-weight:600;white-space:nowrap}
.badge.refuted{background:var(--c);color:var(--paper)}
.statement{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .55rem;font-size:1.25rem;margin:.9rem 0 1rem}
.part{max-width:100%;overflow-x:auto;overflow-y:hidden;padding:.15rem 0}
.within{font-size:1rem;color:var(--soft)}.within math{color:var(--ink);font-size:1.15rem}
.words{font-size:1.05rem;margin:.8rem 0 1rem;overflow-wrap:anywhere}
math{font-family:"Latin Modern Math","STIX Two Math","Cambria Math","Libertinus Math",math}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.84em;background:var(--tint);border-radius:4px;padding:.1em .35em;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20.5rem),1fr));gap:1.5rem 1.75rem;margin-top:1.25rem;padding-top:1.1rem;border-top:1px solid var(--line)}
figure{margin:0;min-width:0;max-width:26rem;--plot-background:var(--card)}
figcaption{font-size:.82rem;line-height:1.35;color:var(--soft);margin-bottom:.4rem;overflow-wrap:anywhere}
figcaption strong{display:block;color:var(--ink);font-size:.9rem}
${figureStyle}
.data{font-size:.8rem;color:var(--soft)}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem;max-width:60rem}
@media (max-width:40rem){main{padding:1.5rem 1rem 3rem}.facts{grid-template-columns:minmax(0,1fr);gap:0}.facts dd{margin-bottom:.45rem}.claim{padding:.9rem .9rem 1rem}.statement{font-size:1.1rem}
.contents,.contents tbody,.contents tr,.contents th,.contents td{display:block;width:auto}.contents thead{display:none}.contents tbody th{border:0;padding-bottom:0}}
@media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--tint:#f3f3f3;--link:#000;--blue:#0072b2;--orange:#c14f00;--green:#007a5a;--purple:#8f4a7c;--quiet:#777;--amber:#8a6100}
@page{margin:16mm 14mm}
html{font-size:9pt}body{font-size:9pt;line-height:1.4}main{max-width:none;padding:0}.data{display:none}a{text-decoration:none}
.tiles{grid-template-columns:repeat(5,1fr)}.tile{padding:.3rem .6rem}.tile .number{font-size:1.3rem}table{font-size:8pt}th,td{padding:.12rem .5rem .12rem 0}.mark{margin-right:.5rem}
.summary{margin-top:1rem}.group{margin-top:1.2rem;padding-top:.6rem}h1{font-size:20pt}h2{font-size:14pt}.statement{font-size:12pt;margin:.5rem 0}.theorem{font-size:10.5pt}.facts{gap:.1rem .8rem}code{font-size:7.5pt}
.group>.label,h2,h3,.top,.statement,.theorem,figcaption{break-after:avoid}.claim{border-radius:0;padding:.6rem .7rem;margin-top:.8rem}figure,dd,.tile,tr{break-inside:avoid}
.figures{grid-template-columns:repeat(3,minmax(0,1fr));gap:.8rem;margin-top:.6rem;padding-top:.5rem}.badge,.tile{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
