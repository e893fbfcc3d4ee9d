import{$a as ct,C as Ye,Ca as nt,D as ze,F as Qe,G as T,H as y,Ka as at,L as Q,La as W,Oa as h,Pa as f,Qa as S,Ra as M,Sa as st,T as A,Ta as $,U as ne,V as le,Va as rt,W as Xe,Wa as O,X as b,Xa as E,Y as Ze,Ya as lt,Z as L,Za as ce,_ as C,_a as dt,a as m,ab as ut,bb as Ie,c as B,cb as mt,db as pt,e as z,eb as ae,fa as et,fb as ue,g as Je,ga as x,gb as ht,h as k,ha as de,hb as F,ja as tt,n as d,oa as ot,p as Ve,qa as it,s as Re,t as Ge,u as e}from"./chunk.4d908542.js";function H({asked:t,children:o}){let[i,n]=[t.value.value,t.failure.value],a=()=>{t.load()};return i===null?n?e(W,{failure:n,retry:a}):e("div",{role:"status","aria-label":"Loading",children:[e("span",{class:"blank blank-line"}),e("span",{class:"blank blank-line"})]}):e(m,{children:[n&&e("p",{class:"stale",role:"status",children:["This is how it was: ",n.message," ",e("button",{class:"link",type:"button",onClick:a,children:"Try again"})]}),o(i)]})}var ci=2e3;function _({code:t,label:o,unbroken:i}){let n=z(null),a=d(!1);async function s(){!n.current||!await ui(t,n.current)||(a.value=!0,setTimeout(()=>{a.value=!1},ci))}return e("div",{class:"copyable"+(i?" copyable-unbroken":""),children:[e("pre",{...i&&{tabIndex:0,role:"group","aria-label":o},children:e("code",{ref:n,children:t})}),e("button",{class:"button button-small",type:"button",onClick:()=>{s()},"aria-label":`Copy ${o}`,children:a.value?e(m,{children:[e(T,{}),"Copied"]}):e(m,{children:[e(Qe,{}),"Copy"]})}),e("span",{class:"ears","aria-live":"polite",children:a.value?"Copied":""})]})}async function ui(t,o){try{return await navigator.clipboard.writeText(t),!0}catch{return getSelection()?.selectAllChildren(o),document.execCommand("copy")}}function X({title:t,lead:o,code:i,label:n,button:a,done:s,children:r}){return e(S,{title:t,wide:!0,close:"button",children:[e("div",{class:"dialog-body",children:[e("p",{children:[o," ",e("b",{children:"It is shown this once: you won’t see it again."})]}),e(_,{code:i,label:n}),r]}),e("div",{class:"dialog-foot",children:e("button",{class:"button button-main",type:"button",onClick:s,children:a})})]})}function ft({agent:t,agents:o,close:i}){let n=d(null),a=h(),s=()=>{a.run(async()=>{n.value=await o.invite(t.id)})};return n.value?e(Le,{email:t.email,invitation:n.value,done:i}):e(S,{title:t.active?`A new password for ${t.email}?`:`A new link for ${t.email}?`,close:i,children:[e("div",{class:"dialog-body",children:t.active?e("p",{children:"You get a link to send them, on which they choose a new password. Until they do, the old one works; then all their logins end."}):e("p",{children:"You get a link to send them, on which they choose their password. The one before it doesn’t work any more."})}),e(f,{error:a.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",autofocus:!0,onClick:i,children:"Cancel"}),e("button",{class:"button button-main",type:"button",disabled:a.busy,onClick:s,children:a.busy?"One moment…":"Make the link"})]})]})}function Le({email:t,invitation:o,done:i}){return e(X,{title:"The link to send",label:"link",code:o.link,button:"I have copied it",done:i,lead:e(m,{children:["Send it to ",e("b",{children:e("bdi",{children:t})}),", and to nobody else: whoever opens it chooses the password."]}),children:e("p",{children:["It works once, until ",Xe(b(o.expires_at)),". If it gets lost, make a new one here."]})})}function me({role:t,sites:o}){return t==="admin"?{role:t}:{role:t,sites:[...o]}}function pe({rights:t,sites:o,choose:i}){let n=k(),a=s=>t.sites.includes(s)?t.sites.filter(r=>r!==s):[...t.sites,s];return e(m,{children:[e("fieldset",{class:"uses",children:[e("legend",{children:"Role"}),lt.map(s=>e("label",{class:"use",children:[e("input",{type:"radio",name:n,value:s,checked:t.role===s,onChange:()=>i({...t,role:s}),"aria-describedby":`${n}-${s}`}),e("span",{children:ce[s]}),e("span",{class:"sub",id:`${n}-${s}`,children:dt[s]})]},s))]}),t.role==="agent"&&e("fieldset",{class:"uses",children:[e("legend",{children:"Sites"}),o.map(({key:s,name:r})=>e("label",{class:"use",children:[e("input",{type:"checkbox",checked:t.sites.includes(s),onChange:()=>i({...t,sites:a(s)})}),e("span",{children:e("bdi",{children:r})})]},s)),!t.sites.length&&e("p",{class:"sub",role:"status",children:"Choose one at least."})]})]})}function he({role:t,sites:o}){return t==="admin"||o.length>0}function gt(t){let o=d(null);return o.value?e(Le,{email:o.value.email,invitation:o.value.invitation,done:t.close}):e(mi,{...t,added:i=>{o.value=i}})}function mi({agents:t,me:o,close:i,added:n}){let a=d({role:"agent",sites:o.sites.length===1?[o.sites[0].key]:[]}),s=h();return e(S,{title:"Add an agent",close:i,children:e("form",{class:"dialog-form",onSubmit:c=>{c.preventDefault();let l=String(new FormData(c.currentTarget).get("email")).trim();s.run(async()=>n(await t.add({email:l,...me(a.peek())})))},children:[e("div",{class:"dialog-body dialog-scroll",children:[e(rt,{name:"email",label:"Email",type:"email",autocomplete:"off",autofocus:!0,failure:s.failure,hint:"They log in with it. Nothing is sent there: you get a link to send yourself."}),e(pe,{rights:a.value,sites:o.sites,choose:c=>{a.value=c}})]}),e(f,{error:s.failure?.field==="email"?null:s.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",onClick:i,children:"Cancel"}),e("button",{class:"button button-main",disabled:s.busy||!he(a.value),children:s.busy?"One moment…":"Add, and get the link"})]})]})})}function yt({agent:t,agents:o,me:i,close:n}){let a=d({role:t.role,sites:t.sites}),s=h(),{role:r,sites:c}=a.value,l=mt(t,r,c,t.id===i.agent.id),u=async p=>{p.preventDefault(),await s.run(()=>o.change(t.id,me(a.peek())))&&n()};return e(S,{title:`Change ${t.email}`,close:n,children:e("form",{class:"dialog-form",onSubmit:p=>{u(p)},children:[e("div",{class:"dialog-body dialog-scroll",children:[e(pe,{rights:a.value,sites:i.sites,choose:p=>{a.value=p}}),l&&e("p",{class:"warning",role:"status",children:[e(y,{}),e("span",{children:l})]})]}),e(f,{error:s.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",onClick:n,children:"Cancel"}),e("button",{class:"button button-main",disabled:s.busy||!he(a.value),children:s.busy?"One moment…":"Change"})]})]})})}function bt({agent:t,agents:o,me:i,close:n}){return e(M,{title:`Remove ${t.email}?`,button:"Remove",close:n,carryOut:()=>o.remove(t.id),children:[t.id===i.agent.id&&e("p",{class:"warning",children:[e(y,{}),e("span",{children:"This is you: you are logged out at once, and can’t come back by yourself."})]}),e("p",{children:"They are logged out within a second, wherever they are, and links for them stop working. What they decided stays in the timelines, with their name."}),e("p",{children:"It can’t be undone, but they may be added again."})]})}function wt({agents:t,me:o}){let i=d(!1);return O(()=>{t.list.load()},t),e("section",{class:"card","aria-labelledby":"agents-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"agents-title",children:"Who may log in"}),e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog",onClick:()=>{i.value=!0},children:[e(Q,{}),"Add an agent"]})]}),e("p",{children:"Each has an account of their own, and chooses the password on a link that you send them. What they decide bears their name."}),e(H,{asked:t.list,children:n=>e(m,{children:[e("ul",{class:"lines accounts","aria-label":"Agents",children:n.map(a=>e(hi,{agent:a,agents:t,me:o},a.id))}),n.length===1&&e("p",{class:"accounts-alone",children:[e("b",{children:"You are alone here."})," Add those who talk to your visitors, and a second admin, so that one of you can always come in."]})]})}),i.value&&e(gt,{agents:t,me:o,close:()=>{i.value=!1}})]})}var pi={change:yt,link:ft,remove:bt};function hi({agent:t,agents:o,me:i}){let n=d(null),a=p=>()=>{n.value=p},s=n.value&&pi[n.value],{id:r,email:c,role:l,created_at:u}=t;return e("li",{class:"account","data-agent":c,"data-role":l,children:[e(nt,{id:r,name:c,trust:t.active?"verified":"anonymous"}),e("div",{class:"line-what",children:[e("div",{class:"line line-wrap",children:[e("b",{children:e("bdi",{children:c})}),e("span",{class:"pill"+(l==="admin"?" pill-accent":""),children:ce[l]}),r===i.agent.id&&e("span",{class:"pill",children:"You"})]}),e("div",{class:"sub",children:[e("bdi",{children:ut(t,i.sites)})," · added ",e(C,{at:b(u)})]}),e(fi,{agent:t})]}),e("div",{class:"ways",children:[e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog","aria-label":`Change ${c}`,onClick:a("change"),children:"Change"}),e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog","aria-label":`${vt(t)} for ${c}`,onClick:a("link"),children:vt(t)}),e("button",{class:"button button-small button-quiet",type:"button","aria-haspopup":"dialog","aria-label":`Remove ${c}`,onClick:a("remove"),children:"Remove"})]}),s&&e(s,{agent:t,agents:o,me:i,close:()=>{n.value=null}})]})}function vt({active:t}){return t?"New password":"New link"}function fi({agent:t}){let o=L(),i=b(t.link_until);switch(ct(t,o)){case"invited":return e("div",{class:"sub account-waits",children:["Hasn’t chosen a password yet. The link works ",Ie(i,o),"."]});case"stuck":return e("div",{class:"sub account-stuck",children:"Never chose a password, and the link has ended: make a new one."});case"active":return i>o?e("div",{class:"sub account-waits",children:["A link for a new password works ",Ie(i,o),"."]}):null}}var Ee={"contacts:read":{may:"Read contacts and what happened to them"},"contacts:write":{may:"Edit, merge and erase contacts"},"visitors:read":{may:"See who is here now"},"site:read":{may:"Read settings, signing keys and evidence, without secrets"},"site:write":{may:"Change settings, make and retire signing keys",risk:"change who is believed"},"tokens:create":{may:"Make tokens that prove who somebody is",risk:"prove to be any of your users"},"sessions:revoke":{may:"Sign people out everywhere"},"conversations.visitor_identification.tokens.create":{may:"Make tokens as at HubSpot’s endpoint",risk:"prove to be any of your users"},all:{may:"Everything, what later versions add included",risk:"prove to be any of your users, and change who is believed"}},fe=Object.keys(Ee);function ge(t){return Ee[t]?.may??t}function kt(t,o){return t.includes(o)?t.filter(i=>i!==o):o==="all"?["all"]:fe.filter(i=>i!=="all"&&(i===o||t.includes(i)))}function St(t){let o=fe.filter(i=>t.includes(i)).map(i=>Ee[i].risk);return[...new Set(o.filter(i=>i!==void 0))].join(", and ")}var gi=100;function xt({apiKeys:t,close:o}){let i=d(null);return i.value?e(X,{title:`The API key ${i.value.name}`,label:"API key",code:i.value.key,button:"I have stored it",done:o,lead:"Store it where your server keeps its secrets.",children:e("p",{children:["Show it as ",e("code",{children:"Authorization: Bearer nt_ak_…"}),". It must never be in a page, an app, or a repository."]})}):e(yi,{apiKeys:t,made:n=>{i.value=n},close:o})}function yi({apiKeys:t,made:o,close:i}){let n=d(["contacts:read"]),a=h(),s=k(),r=l=>{l.preventDefault();let u=String(new FormData(l.currentTarget).get("name"));a.run(async()=>o(await t.make({name:u,scopes:[...n.peek()]})))},c=St(n.value);return e(S,{title:"Make an API key",wide:!0,close:i,children:e("form",{class:"dialog-form",onSubmit:r,children:[e("div",{class:"dialog-body dialog-scroll",children:[e("div",{class:"field",children:[e("label",{for:s,children:"Name"}),e("input",{id:s,name:"name",required:!0,maxLength:gi,autocomplete:"off",autofocus:!0,placeholder:"CRM","aria-describedby":s+"-hint"}),e("p",{class:"sub",id:s+"-hint",children:"What uses it, so that you know it later. It stands in the timelines of whom it changes."})]}),e("fieldset",{class:"uses uses-dense",children:[e("legend",{children:"It may"}),fe.map(l=>e("label",{class:"use",children:[e("input",{type:"checkbox",checked:n.value.includes(l),onChange:()=>{n.value=kt(n.value,l)},"data-scope":l,"aria-describedby":`${s}-${l}`}),e("span",{children:ge(l)}),e("code",{class:"sub",id:`${s}-${l}`,children:l})]},l))]}),c&&e("p",{class:"warning",role:"status",children:[e(y,{}),e("span",{children:["Whoever gets hold of this key could ",c,". Choose less where less will do."]})]})]}),e(f,{error:a.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",onClick:i,children:"Cancel"}),e("button",{class:"button button-main",disabled:a.busy||!n.value.length,children:a.busy?"One moment…":"Make the key"})]})]})})}function Ct({apiKeys:t}){let o=d(!1);return O(()=>{t.list.load()},t),e("section",{class:"card","aria-labelledby":"api-keys-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"api-keys-title",children:"Keys for your back ends"}),e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog",onClick:()=>{o.value=!0},children:[e(Q,{}),"Make an API key"]})]}),e("p",{children:["A program that shows one as a bearer token may use the ",e("a",{href:"/api/v1/openapi.json",target:"_blank",rel:"noopener",children:"server API"})," of this site, as far as the key’s scopes go. One key for each program: then you can revoke it alone."]}),e(H,{asked:t.list,children:i=>i.length?e("ul",{class:"lines keys","aria-label":"API keys",children:i.map(n=>e(bi,{shown:n,apiKeys:t},n.id))}):e("p",{children:[e("b",{children:"There is no API key yet."})," The widget and the panel need none."]})}),o.value&&e(xt,{apiKeys:t,close:()=>{o.value=!1}})]})}function bi({shown:t,apiKeys:o}){let i=d(!1),{id:n,name:a,scopes:s,created_at:r,last_used_at:c,revoked_at:l}=t;return e("li",{class:"key"+(l?" key-retired":""),"data-key":n,"data-state":l?"revoked":"active",children:[e("div",{class:"line-what",children:[e("div",{class:"line line-wrap",children:[e("b",{children:e("bdi",{children:a})}),e("span",{class:"pill"+(l?"":" pill-good"),children:l?"Revoked":"Active"})]}),e("ul",{class:"scopes","aria-label":"Scopes",children:s.map(u=>e("li",{children:e("code",{"data-tip":ge(u),children:u})},u))})]}),e("dl",{class:"facts key-facts",children:[e("div",{children:[e("dt",{children:"Made"}),e("dd",{children:e(C,{at:b(r)})})]}),e("div",{children:[e("dt",{children:"Last used"}),e("dd",{children:c?e(C,{at:b(c)}):"never"})]}),l&&e("div",{children:[e("dt",{children:"Revoked"}),e("dd",{children:e(C,{at:b(l)})})]})]}),!l&&e("div",{class:"ways",children:e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog","aria-label":`Revoke ${a}`,onClick:()=>{i.value=!0},children:"Revoke"})}),i.value&&e(wi,{shown:t,apiKeys:o,close:()=>{i.value=!1}})]})}var vi=24*3600*1e3;function wi({shown:{id:t,name:o,last_used_at:i},apiKeys:n,close:a}){let s=L(),r=b(i);return e(M,{title:`Revoke ${o}?`,button:"Revoke",close:a,carryOut:()=>n.revoke(t),children:[s-r<vi?e("p",{class:"warning",children:[e(y,{}),e("span",{children:["It was used ",ne(r,s),": something works with it still. Give that a new key first."]})]}):e("p",{children:e("b",{children:["It was ",r?`last used ${ne(r,s)}`:"never used","."]})}),e("p",{children:"Whatever shows it is refused from now on, and its open connections end within a second. It can’t be undone."})]})}var Pt=`location.href.replace(/([?&#])(?:nametag|convot)_identity=([^&#]+)(&?)/g,(all,b,t,a)=>{history.replaceState(history.state,'',location.href.replace(all,a&&b));Nametag('carry',t)})
`;var Z=`window.Nametag||((window.Nametag=(...a)=>(p=>(p.catch(_=>0),p))(new Promise((y,n)=>Nametag.q.push([a,y,n])))).q=[])
`;function J({script:{url:t,integrity:o},key:i,consent:n}){return[["src",t],...o?[["integrity",o],["crossorigin","anonymous"]]:[],["data-site",i],...n?[["data-consent","required"]]:[]]}function q(t){return`<script async ${J(t).map(([o,i])=>`${o}="${xi(i)}"`).join(" ")}><\/script>`}function We(t){return`<script>${t.trim()}<\/script>`}function V(t){return`'${t.replace(/[\\']/g,"\\$&")}'`}function xi(t){return t.replaceAll("&","&amp;").replaceAll('"',"&quot;")}var U=We(Z),_t=We(Pt);var At={key:"html",name:"HTML",steps:t=>[{title:"Put this on every page",text:"Before the closing `</head>`. It never blocks your page; the first line keeps calls made before the script has loaded, and their order.",code:`${U}
${q(t)}`,label:"snippet"},{title:"Say who is logged in",text:"Anywhere behind it, on every page while somebody is logged in. Your template fills in who. Where the page leads on at once, as after a log-in, leave `async` out of the tag: until the script is there, the call is in the page’s memory only.",code:`<script>
  Nametag('identify', '42', {
    email: 'jane@example.com',
    name: 'Jane Doe',
    custom_data: { plan: 'pro' },
  })
<\/script>`,label:"identify recipe"},{title:"At log-out",text:"In the handler of the log-out button, or on the page that log-out leads to. Whoever comes next at this browser is then somebody else.",code:"<script>Nametag('reset')<\/script>",label:"reset recipe"}]};var Ci=t=>J(t).map(([o,i])=>`${o==="crossorigin"?"crossOrigin":o}="${i}"`).join(" "),Nt={key:"next",name:"Next.js",steps:t=>[{title:"Put the tag into app/layout.jsx",text:"Into the root layout’s `<head>`, as plain tags: they are in the page that the server sends, so `Nametag` is there before your components are. `currentUser` is your own: whoever is logged in, or null.",code:`import { NametagUser } from './nametag-user.jsx'
import { currentUser } from './session.js'

export default async function RootLayout({ children }) {
  const user = await currentUser()
  return (
    <html lang="en">
      <head>
        <script dangerouslySetInnerHTML={{ __html: ${V(Z.trim())} }} />
        <script async ${Ci(t)} />
      </head>
      <body>
        {children}
        <NametagUser id={user?.id} email={user?.email} name={user?.name} />
      </body>
    </html>
  )
}`,label:"layout"},{title:"Say who is logged in",text:"As `app/nametag-user.jsx`. Its effect runs in the browser only, and again when somebody else logs in.",code:`'use client'
import { useEffect } from 'react'

/** Says who is logged in; without an id, nobody is. */
export function NametagUser({ id, email, name }) {
  useEffect(() => {
    if (id) window.Nametag('identify', id, { email, name })
  }, [id, email, name])
  return null
}`,label:"component"},{title:"At log-out",text:"In the button that logs out, before you do: the call arrives even if the page changes at once.",code:`'use client'

export function LogOut({ signOut }) {
  const leave = () => {
    window.Nametag('reset')
    signOut()
  }
  return <button onClick={leave}>Log out</button>
}`,label:"log-out button"}]};var Tt={key:"react",name:"React",steps:t=>[{title:"Put this into index.html",text:"Before the closing `</head>`, so that `Nametag` is there before your app is. It notices by itself when your router shows another page.",code:`${U}
${q(t)}`,label:"snippet"},{title:"Say who is logged in",text:"As `src/use-nametag.js`. No provider and no wrapper are needed; that StrictMode runs effects twice does no harm.",code:`import { useEffect } from 'react'

/** Says who is logged in: { id, email, name }, or null while nobody is. */
export function useNametag(user) {
  const { id, email, name } = user ?? {}
  useEffect(() => {
    if (id) window.Nametag('identify', id, { email, name })
  }, [id, email, name])
}`,label:"hook"},{title:"Use it, and reset at log-out",text:"Once, in the component that knows your user. Reset where somebody logs out, and not in an effect’s clean-up: StrictMode runs those at once.",code:`import { useNametag } from './use-nametag.js'

export function Account({ user, logOut }) {
  useNametag(user)
  const leave = () => {
    window.Nametag('reset')
    logOut()
  }
  return user && <button onClick={leave}>Log out</button>
}`,label:"component"}]};var ye="Nametag('identity').then(function (me) { if (me.external_id) Nametag('reset') })";var $t={key:"shopify",name:"Shopify",steps:t=>[{title:"Put this into theme.liquid",text:"Online Store → Themes → … → Edit code → `layout/theme.liquid`, before the closing `</head>`. Add your shop’s own domain to the origins. Shopify’s checkout doesn’t use the theme: visitors aren’t seen there.",code:`${U}
${q(t)}`,label:"snippet"},{title:"Say who is logged in, and reset after log-out",text:"Right behind it. Liquid’s `customer` is whoever is logged in to the shop, and its `json` filter writes each value safely.",code:`<script>
  {% if customer %}
    Nametag('identify', {{ customer.id | json }}, {
      email: {{ customer.email | json }},
      name: {{ customer.name | json }},
      tags: {{ customer.tags | json }},
    })
  {% else %}
    ${ye}
  {% endif %}
<\/script>`,label:"identify recipe"}],consented:`<script>
  Shopify.loadFeatures([{ name: 'consent-tracking-api', version: '0.1' }], function (error) {
    if (!error && Shopify.customerPrivacy.analyticsProcessingAllowed()) Nametag('consent', 'granted')
  })
  document.addEventListener('visitorConsentCollected', function (event) {
    Nametag('consent', event.detail.analyticsAllowed ? 'granted' : 'denied')
  })
<\/script>`};var Ot={key:"tag-manager",name:"Tag Manager",steps:t=>[{title:"Make a Custom HTML tag “Nametag”",text:"Trigger: Initialization, All Pages. It makes the script’s element itself, since Tag Manager takes `data-` attributes out of script tags, and it is written in the old JavaScript that Tag Manager takes everywhere.",code:`<script>
  if (!window.Nametag) {
    window.Nametag = function () {
      var call = [].slice.call(arguments)
      var answer = new Promise(function (ok, no) { Nametag.q.push([call, ok, no]) })
      answer.catch(function () {})
      return answer
    }
    Nametag.q = []
    var tag = document.createElement('script')
    tag.async = true
${J(t).map(([o,i])=>`    tag.setAttribute('${o}', ${V(i)})`).join(`
`)}
    document.head.appendChild(tag)
  }
<\/script>`,label:"tag that loads it"},{title:"Have your page say who is logged in",text:"To the data layer, on every page while somebody is logged in. At log-out push `{ event: 'nametag_logout' }`.",code:`<script>
  window.dataLayer = window.dataLayer || []
  dataLayer.push({ event: 'nametag_user', nametag_id: '42', nametag_email: 'jane@example.com', nametag_name: 'Jane Doe' })
<\/script>`,label:"data layer"},{title:"Make a Custom HTML tag “Nametag user”",text:"Trigger: Custom Event `nametag_user`. Make three Data Layer Variables first, named as between the braces, for `nametag_id`, `nametag_email` and `nametag_name`.",code:`<script>
  Nametag('identify', {{nametag_id}}, { email: {{nametag_email}}, name: {{nametag_name}} })
<\/script>`,label:"tag that identifies"},{title:"Make a Custom HTML tag “Nametag log-out”",text:"Trigger: Custom Event `nametag_logout`.",code:`<script>
  Nametag('reset')
<\/script>`,label:"tag that resets"}]};var Rt={key:"vue",name:"Vue",steps:t=>[{title:"Put this into index.html",text:"Before the closing `</head>`, so that `Nametag` is there before your app is. In Nuxt: `app.head` in `nuxt.config`.",code:`${U}
${q(t)}`,label:"snippet"},{title:"Say who is logged in, and reset at log-out",text:"As `src/nametag.js`. What it watches is your own: a ref, or a function, that gives whoever is logged in, and null while nobody is.",code:`import { onMounted, watch } from 'vue'

/** Says who is logged in: { id, email, name }. When that becomes null, they have logged out. */
export function useNametag(user) {
  onMounted(() => {
    watch(user, (now, before) => {
      if (now) window.Nametag('identify', now.id, { email: now.email, name: now.name })
      else if (before) window.Nametag('reset')
    }, { immediate: true })
  })
}`,label:"composable"},{title:"Use it in App.vue",text:"Once. If your log-out loads another page instead of setting the user to null, call `Nametag('reset')` before that.",code:`<script setup>
import { useNametag } from './nametag.js'
import { user } from './session.js' // yours

useNametag(user)
<\/script>`,label:"component"}]};var Pi=t=>[...J(t).map(([o,i])=>`'${o}' => ${V(i)}`),"'async' => true"].join(", "),It={key:"wordpress",name:"WordPress",steps:t=>[{title:"Make a file of this",text:"As `wp-content/mu-plugins/nametag.php` (make the folder if there is none): WordPress 5.7 and later loads it by itself, whatever your theme. It has the tag, says who is logged in, and resets after log-out.",code:`<?php
/* Plugin Name: Nametag */

add_action( 'wp_head', function () {
	wp_print_inline_script_tag( ${V(Z.trim())} );
	wp_print_script_tag( array( ${Pi(t)} ) );

	$user = wp_get_current_user();
	if ( ! $user->exists() ) {
		wp_print_inline_script_tag( "${ye}" );
		return;
	}
	$traits = array( 'email' => $user->user_email, 'name' => $user->display_name );
	wp_print_inline_script_tag( sprintf( "Nametag('identify', %s, %s)",
		wp_json_encode( (string) $user->ID, JSON_HEX_TAG ), wp_json_encode( $traits, JSON_HEX_TAG ) ) );
}, 1 );`,label:"plugin"},{title:"Empty your page cache",text:"If a plugin or your host caches pages. Pages of whoever is logged in mustn’t be cached for others; the usual cache plugins see to that. To prove who it is, sign the id in PHP: the code is on the Security page.",code:"wp cache flush",label:"command"}]};var be=[At,Tt,Nt,Rt,It,$t,Ot];var _i=[["newest","Always the newest"],["pinned","This version"]],Ai=`// On every page where there is consent, at once where your banner remembers it:
Nametag('consent', 'granted')

// When it is taken back: all is forgotten in this browser, and nothing more is sent.
Nametag('consent', 'denied')`;function Lt({here:t,recipe:o}){let[i,n]=[d("newest"),d(!1)],a=be.find(l=>l.key===o.key.value)??be[0],s=i.value==="pinned",r={script:s?t.pinned:{url:t.script},key:t.key,consent:n.value},c=a.steps(r);return n.value&&c.push({title:"Say that there is consent",text:"Until then nothing is stored or sent; calls wait, in their order. It holds for the page that says so: the next one says it again.",code:a.consented??Ai,label:"consent recipe"}),e(m,{children:[e("section",{class:"card","aria-labelledby":"recipe",children:[e("h2",{id:"recipe",children:"What are your pages made with?"}),e($,{label:"Made with",options:be.map(l=>[l.key,l.name]),chosen:a.key,choose:o.choose}),e($,{label:"Version of the script",options:_i,chosen:i.value,choose:l=>{i.value=l}}),s&&e("p",{children:"This very version for ever, till you change the tag: browsers refuse a file that differs by a byte, and new versions don’t reach the page."}),e(Ni,{on:n.value,flip:()=>{n.value=!n.value}})]}),c.map((l,u)=>e(Ti,{step:l,number:u+1},a.key+l.label))]})}function Ni({on:t,flip:o}){let i=k();return e("label",{class:"use",children:[e("input",{type:"checkbox",checked:t,onChange:o,"aria-describedby":i}),e("span",{children:"Wait for consent"}),e("span",{class:"sub",id:i,children:["If visitors have to agree first. The code below then has ",e("code",{children:'data-consent="required"'}),", and a step more."]})]})}function Ti({step:{title:t,text:o,code:i,label:n},number:a}){return e("section",{class:"card","data-step":n,children:[e("h2",{children:[e("span",{class:"step",children:a}),t]}),e("p",{children:e(A,{text:o})}),e(_,{code:i,label:n})]})}function ve({settings:t,install:o,admin:i}){let n=h(),a=d(""),s=o.installation.value?.refusedOrigin;if(!s)return a.value&&e($i,{origin:a.value});let r=async l=>{await n.run(()=>t.change(l))&&(a.value=s)},c=()=>r({origins:[...t.value.value?.origins??[],s]});return e("section",{class:"card notice notice-warning",role:"alert",children:[e("h2",{children:[e(y,{}),"A page was turned away"]}),e("p",{children:[e("bdi",{children:e("b",{children:s})})," carries your snippet, but isn’t one of this site’s origins.",F(s)&&` ${F(s)}`," ",i?"If it is yours, let it in:":"If it is yours, ask an admin to allow it."]}),i&&e("div",{class:"ways",children:[ae(s)&&e("button",{class:"button button-main",type:"button",disabled:n.busy,onClick:()=>{r({dev:!0})},children:"Turn on development mode"}),e("button",{class:"button"+(ae(s)?"":" button-main"),type:"button",disabled:n.busy,onClick:()=>{c()},children:n.busy?"One moment…":e(m,{children:["Allow ",e("bdi",{class:"clip",children:s})]})})]}),e(f,{error:n.failure})]})}function $i({origin:t}){return e("section",{class:"card notice arrival-done",role:"status",children:[e("h2",{children:[e(T,{}),"Allowed"]}),e("p",{children:["Pages of ",e("bdi",{children:e("b",{children:t})})," are let in now. Load that page again."]})]})}function Et(t){let{install:o}=t;B(()=>{o.load()},[o]);let i=o.installation.value;return i?e(m,{children:[e(Oi,{here:i,visitors:t.visitors}),e(ve,{...t}),i.devUntil>0&&e(Ri,{until:i.devUntil}),e(Lt,{here:i,recipe:t.recipe}),e("section",{class:"card",children:[e("h2",{children:"Links from your other domains"}),e("p",{children:"Do links from linked domains lead here? This line, right behind the first one, takes the identity that they carry out of the address before any other script sees it."}),e(_,{code:_t,label:"line for arrivals"})]})]}):o.failure.value?e(W,{failure:o.failure.value,retry:()=>{o.load()}}):e(E,{})}function Oi({here:t,visitors:o}){return t.installedAt?e("section",{class:"card arrival arrival-done",role:"status","data-installed":"yes",children:[e("span",{class:"arrival-mark",children:e(T,{})}),e("div",{children:[e("h2",{children:"It works"}),e("p",{children:["The first visitor came from ",e("bdi",{children:e("b",{children:t.installedOrigin})}),", ",e(C,{at:t.installedAt}),"."]})]}),e("a",{class:"button",href:o,children:"See who is here"})]}):e("section",{class:"card arrival",role:"status","data-installed":"no",children:[e("span",{class:"pulse","aria-hidden":"true"}),e("div",{children:[e("h2",{children:"Waiting for your first visitor…"}),e("p",{children:"Open a page that has the snippet. This turns green by itself."})]})]})}function Ri({until:t}){let o=t-L();return o<=0?null:e("section",{class:"card notice",children:[e("h2",{children:"Development mode"}),e("p",{children:["Pages on localhost are let in, and browsers are told the exact reason of a refusal. Ends by itself in ",le(o),"."]})]})}function we({anonymous_days:t,unproven_days:o,store_ips:i,server_days:n}){return[{key:"anonymous",who:"Visitors whom nobody named",what:"visits, pages, and what their browser said",...Wt(t,n.anonymous)},{key:"unproven",who:"People whom nobody vouched for",what:"all of the contact, with its visits",...Wt(o,n.unproven)},{key:"proven",who:"People who were proven, or edited by you",what:"all of the contact, with its visits",days:null,own:!1},{key:"evidence",who:"Counts of claims",what:"how many were proven, where and why not: no names",days:n.evidence,own:!1},i?{key:"ips",who:"Addresses (IP)",what:"with each visit, and as long as it",days:null,own:!0}:{key:"ips",who:"Addresses (IP)",what:"used to tell visitors apart, and forgotten",days:0,own:!1}]}function Wt(t,o){let i=t!==null&&(o===null||t<=o);return{days:i?t:o,own:i}}function Ht({key:t,days:o}){return t==="ips"&&o===null?"as long as the visit":o===null?"until you erase it":o?x(o,"day"):"not kept"}function Kt({days:t}){return t===null?100:t?Math.min(92,10+24*Math.log10(1+t)):0}function Mt(t,{days:o},i){let n=t??i;return n!==null&&(o===null||n<o)}function K({title:t,on:o,admin:i,deed:n,flip:a,children:s}){let r=k();return e("div",{class:"rule",children:[e("div",{class:"rule-what",children:[e("h3",{id:r,children:t}),s]}),i?e("button",{class:"switch",type:"button",role:"switch","aria-checked":o,"aria-labelledby":r,"aria-busy":n.busy,onClick:a}):e("span",{class:"rule-state"+(o?" rule-on":""),children:o?"On":"Off"}),e(f,{error:n.failure})]})}function ke(){let t=h(),o=d("before");return{busy:t.busy,saved:o.value==="saved",failure:o.value==="edited"?null:t.failure,async run(i){o.value="before";let n=await t.run(i);return n&&(o.value="saved"),n},edited(){o.value="edited"}}}function Se({saving:t}){return e("span",{class:"saved",role:"status",children:t.saved&&e(m,{children:[e(T,{}),"Saved"]})})}function G({label:t,value:o,blank:i,unit:n,numeric:a,placeholder:s,required:r,admin:c,save:l,children:u}){let p=d(null),g=ke(),v=k();if(!c)return e("div",{class:"setting",children:[e("h3",{children:t}),e("p",{class:"setting-value",children:[e("bdi",{children:o||i})," ",o&&n]}),u&&e("p",{class:"sub",children:u})]});let w=async N=>{if(N.preventDefault(),p.value===null)return;let D=p.value;await g.run(()=>l(D))&&p.peek()===D&&(p.value=null)},I=p.value??o;return e("form",{class:"setting",onSubmit:N=>{w(N)},noValidate:!r,children:[e("label",{for:v,children:t}),e("div",{class:"setting-line",children:[e("input",{id:v,value:I,inputMode:a?"numeric":void 0,class:a?"setting-short":void 0,placeholder:s,required:r,autocomplete:"off",autocapitalize:"off",spellcheck:!1,"aria-invalid":g.failure?"true":void 0,"aria-describedby":`${v}-hint ${v}-wrong`,onInput:N=>{p.value=N.currentTarget.value,g.edited()}}),n&&e("span",{children:n}),e("button",{class:"button",disabled:g.busy||p.value===null||p.value===o,"aria-label":`Save ${t}`,children:g.busy?"Saving…":"Save"}),e(Se,{saving:g})]}),e("p",{class:"wrong",id:v+"-wrong",role:"alert",children:g.failure&&e(m,{children:[g.failure.message," ",!g.failure.field&&g.failure.help&&e(A,{text:g.failure.help})]})}),u&&e("p",{class:"sub",id:v+"-hint",children:u})]})}async function se(t){if(!/^\s*\d{1,9}\s*$/.test(t))throw{status:400,code:"wrong_type",message:"Give a whole number, in digits.",field:""};return Number(t)}function Ft(t){return e(m,{children:[e(Dt,{...t,field:"anonymous_days",of:"anonymous",label:"Visitors whom nobody named",children:"Counted since they were last heard of. Who comes back later is a new visitor."}),e(Dt,{...t,field:"unproven_days",of:"unproven",label:"People whom nobody vouched for",children:"Who was only ever claimed: no proof, no API and no agent said who they are. They are erased as by hand."})]})}function Dt({settings:t,site:o,admin:i,field:n,of:a,label:s,children:r}){let c=d(null),l=o.server_days[a],u=we(o).find(w=>w.key===a),p=w=>t.change({[n]:w}),g=async w=>{let I=w.trim()?await se(w):null;if(I===0||!Mt(I,u,l))return p(I);await new Promise((N,D)=>{c.value={days:I,sure:N,not:()=>D({status:0,code:"kept",message:"Nothing was changed."})}})},v=()=>{c.peek()?.not(),c.value=null};return e(m,{children:[e(G,{label:s,value:o[n]?.toString()??"",blank:`As long as the server: ${l===null?"for ever":x(l,"day")}`,unit:"days",numeric:!0,placeholder:l===null?"for ever":String(l),admin:i,save:g,children:r}),c.value&&e(M,{title:`Keep them for ${x(c.value.days??l??0,"day")} only?`,button:"Forget what is older",close:v,carryOut:()=>p(c.value.days).then(()=>c.value?.sure()),children:[e("p",{children:[e("b",{children:"What is older is erased for good within minutes"}),", and doesn’t come back if you keep things for longer again."]}),e("p",{children:"Who was proven, or edited by you, stays."})]})]})}function qt(t){let{settings:o}=t,i=()=>{o.load()};O(i,o);let n=o.value.value;return n?e(m,{children:[!t.admin&&e("p",{class:"card notice",children:"You see how everything stands. What changes something is for admins: ask one of yours."}),e(Ii,{site:n}),e("section",{class:"card","aria-labelledby":"lives",children:[e("h2",{id:"lives",children:"Keep for shorter"}),e("p",{children:["This site may keep things for shorter than the server does, and never for longer: that is for who runs it (",e("code",{children:"--anonymous-days"}),", ",e("code",{children:"--unproven-days"}),")."]}),e(Ft,{settings:o,site:n,admin:t.admin})]}),e(Li,{...t,site:n}),e(Ei,{href:t.href})]}):o.failure.value?e(W,{failure:o.failure.value,retry:i}):e(m,{children:[e(E,{}),e(E,{})]})}function Ii({site:t}){return e("section",{class:"card","aria-labelledby":"kept",children:[e("h2",{id:"kept",children:"What is kept, and for how long"}),e("table",{class:"kept",children:[e("thead",{class:"ears",children:e("tr",{children:[e("th",{scope:"col",children:"Of whom"}),e("th",{scope:"col",children:"After they were last heard of"})]})}),e("tbody",{children:we(t).map(o=>e("tr",{"data-kept":o.key,children:[e("th",{scope:"row",children:[o.who,e("span",{class:"sub",children:o.what})]}),e("td",{children:[e("span",{class:"life","aria-hidden":"true",children:e("span",{class:"life-line"+(o.days===null?" life-lasting":""),style:{inlineSize:Kt(o)+"%"}})}),e("b",{children:Ht(o)})]})]},o.key))})]}),e("p",{children:["Each time is since somebody was last heard of. Addresses of pages lose their fragment and every parameter but ",e("code",{children:"utm_*"})," in the browser, before they are sent. You can erase a person at any time, on their own page or by ",e("code",{children:"DELETE /api/v1/contacts/ID"}),": they are gone everywhere, also from the ledger."]})]})}function Li({settings:t,site:o,admin:i}){let n=h();return e("section",{class:"card","aria-labelledby":"addresses",children:[e("h2",{id:"addresses",children:"Addresses"}),e(K,{title:"Store IP addresses with visits",on:o.store_ips,admin:i,deed:n,flip:()=>{n.run(()=>t.change({store_ips:!o.store_ips}))},children:e("p",{children:o.store_ips?"Each visit shows where it came from, from the next page on, and forgets it with everything else. Turned off, no address is shown from that moment, and those that were kept are blanked within minutes.":"Off: an address is used while somebody is here, to tell visitors apart, against floods, and for the country where the server has a database of those. It is never written down."})})]})}function Ei({href:t}){return e("section",{class:"card","aria-labelledby":"consent",children:[e("h2",{id:"consent",children:"Consent"}),e("p",{children:["With ",e("code",{children:'data-consent="required"'})," in the tag, nothing is stored in the browser and nothing is sent before the page says that there is consent. Calls wait, in their order. ",e("code",{children:'data-consent="gpc"'})," asks only browsers that signal Global Privacy Control."]}),e(_,{code:`Nametag('consent', 'granted') // on each page, once there is consent
Nametag('consent', 'denied')  // everything in this browser is cleared, and nothing more is sent`,label:"consent calls"}),e("p",{children:["The ",e("a",{href:t({page:"settings",section:"install"}),children:"Install"})," page writes it into the code for your kind of pages."]})]})}var Ut=`import { createHmac } from 'node:crypto'

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. An id or email that is undefined, null or '' is left out.
export function nametagHash(id, email, secret) {
  const message = JSON.stringify({ id: id || undefined, email: email || undefined })
  return createHmac('sha256', secret).update(message).digest('hex')
}
`;var jt=`import { createHmac } from 'node:crypto'

// Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
// only: the secret is that of a signing key for raw-id or raw-email.
export function nametagRawHash(idOrEmail, secret) {
  return createHmac('sha256', secret).update(String(idOrEmail)).digest('hex')
}
`;var Bt=`import { createHmac } from 'node:crypto'

// Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
// is that of a signing key for tokens. An id or email that is undefined, null or '' is left out; emailVerified says
// whether the user has confirmed the email.
export function nametagToken(id, email, emailVerified, secret) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = { iat: now, exp: now + 3600 }
  if (id) claims.sub = String(id)
  if (email) Object.assign(claims, { email, email_verified: emailVerified })
  const signed = part({ alg: 'HS256', typ: 'JWT' }) + '.' + part(claims)
  return signed + '.' + createHmac('sha256', secret).update(signed).digest('base64url')
}
`;var Jt=`import hashlib
import hmac
import json


def nametag_hash(user_id, email, secret):
    """Signs who is logged in, for Nametag('identify', id, { email }, hash).

    On your server only: the secret is that of a signing key for json. An id or email that is None or "" is left out.
    """
    who = {}
    if user_id:
        who["id"] = user_id
    if email:
        who["email"] = email
    message = json.dumps(who, separators=(",", ":"))
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()
`;var Vt=`import hashlib
import hmac


def nametag_raw_hash(id_or_email, secret):
    """Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp.

    On your server only: the secret is that of a signing key for raw-id or raw-email.
    """
    return hmac.new(secret.encode(), str(id_or_email).encode(), hashlib.sha256).hexdigest()
`;var Gt=`import base64
import hashlib
import hmac
import json
import time


def nametag_token(user_id, email, email_verified, secret):
    """Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }).

    On your server only: the secret is that of a signing key for tokens. An id or email that is None or "" is left out;
    email_verified says whether the user has confirmed the email.
    """

    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    now = int(time.time())
    claims = {"iat": now, "exp": now + 3600}
    if user_id:
        claims["sub"] = str(user_id)
    if email:
        claims.update(email=email, email_verified=email_verified)
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
    return (signed + b"." + part(hmac.new(secret.encode(), signed, hashlib.sha256).digest())).decode()
`;var Yt=`<?php

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. An id or email that is null or '' is left out.
function nametag_hash(?string $id, ?string $email, string $secret): string
{
    $who = array_filter(['id' => $id, 'email' => $email]);
    return hash_hmac('sha256', json_encode($who, JSON_THROW_ON_ERROR), $secret);
}
`;var zt=`<?php

// Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
// only: the secret is that of a signing key for raw-id or raw-email.
function nametag_raw_hash(string $idOrEmail, string $secret): string
{
    return hash_hmac('sha256', $idOrEmail, $secret);
}
`;var Qt=`<?php

// Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
// is that of a signing key for tokens. An id or email that is null or '' is left out; $emailVerified says whether the
// user has confirmed the email.
function nametag_token(?string $id, ?string $email, bool $emailVerified, string $secret): string
{
    $part = fn (string $data): string => rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
    $claims = ['iat' => time(), 'exp' => time() + 3600];
    if ($id) {
        $claims['sub'] = $id;
    }
    if ($email) {
        $claims += ['email' => $email, 'email_verified' => $emailVerified];
    }
    $signed = $part('{"alg":"HS256","typ":"JWT"}') . '.' . $part(json_encode($claims, JSON_THROW_ON_ERROR));
    return $signed . '.' . $part(hash_hmac('sha256', $signed, $secret, true));
}
`;var Xt=`require 'json'
require 'openssl'

# Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
# signing key for json. An id or email that is nil or '' is left out.
def nametag_hash(id, email, secret)
  message = JSON.generate({ id: id, email: email }.reject { |_, value| value.to_s.empty? })
  OpenSSL::HMAC.hexdigest('SHA256', secret, message)
end
`;var Zt=`require 'openssl'

# Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
# only: the secret is that of a signing key for raw-id or raw-email.
def nametag_raw_hash(id_or_email, secret)
  OpenSSL::HMAC.hexdigest('SHA256', secret, id_or_email.to_s)
end
`;var eo=`require 'json'
require 'openssl'

# Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
# is that of a signing key for tokens. An id or email that is nil or '' is left out; email_verified says whether the user
# has confirmed the email.
def nametag_token(id, email, email_verified, secret)
  part = ->(data) { [data].pack('m0').tr('+/', '-_').delete('=') }
  now = Time.now.to_i
  claims = { iat: now, exp: now + 3600 }
  claims[:sub] = id.to_s unless id.to_s.empty?
  claims.update(email: email, email_verified: email_verified) unless email.to_s.empty?
  signed = "#{part.call('{"alg":"HS256","typ":"JWT"}')}.#{part.call(JSON.generate(claims))}"
  "#{signed}.#{part.call(OpenSSL::HMAC.digest('SHA256', secret, signed))}"
end
`;var to=`package nametag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Hash signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of
// a signing key for json. An id or email that is "" is left out.
func Hash(id, email, secret string) (string, error) {
	message, err := json.Marshal(struct {
		ID    string \`json:"id,omitempty"\`
		Email string \`json:"email,omitempty"\`
	}{id, email})
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(message)
	return hex.EncodeToString(mac.Sum(nil)), nil
}
`;var oo=`package nametag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// RawHash signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your
// server only: the secret is that of a signing key for raw-id or raw-email.
func RawHash(idOrEmail, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(idOrEmail))
	return hex.EncodeToString(mac.Sum(nil))
}
`;var io=`package nametag

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"
)

// Token makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the
// secret is that of a signing key for tokens. An id or email that is "" is left out; emailVerified says whether the user
// has confirmed the email.
func Token(id, email string, emailVerified bool, secret string) (string, error) {
	now := time.Now()
	claims := map[string]any{"iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
	if id != "" {
		claims["sub"] = id
	}
	if email != "" {
		claims["email"], claims["email_verified"] = email, emailVerified
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	part := base64.RawURLEncoding.EncodeToString
	signed := part([]byte(\`{"alg":"HS256","typ":"JWT"}\`)) + "." + part(payload)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + part(mac.Sum(nil)), nil
}
`;var no=`import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class NametagHash {
    /**
     * Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of
     * a signing key for json. An id or email that is null or "" is left out.
     */
    static String of(String id, String email, String secret) throws GeneralSecurityException {
        StringJoiner message = new StringJoiner(",", "{", "}");
        if (id != null && !id.isEmpty()) {
            message.add("\\"id\\":" + quote(id));
        }
        if (email != null && !email.isEmpty()) {
            message.add("\\"email\\":" + quote(email));
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(message.toString().getBytes(UTF_8)));
    }

    /** Writes a JSON string. Jackson and Gson do as well. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\\"");
        for (char c : text.toCharArray()) {
            int named = "\\b\\f\\n\\r\\t".indexOf(c);
            if (c == '"' || c == '\\\\') {
                out.append('\\\\').append(c);
            } else if (named >= 0) {
                out.append('\\\\').append("bfnrt".charAt(named));
            } else if (c < ' ') {
                out.append(String.format("\\\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
`;var ao=`import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class NametagRawHash {
    /**
     * Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
     * only: the secret is that of a signing key for raw-id or raw-email.
     */
    static String of(String idOrEmail, String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(idOrEmail.getBytes(UTF_8)));
    }
}
`;var so=`import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class NametagToken {
    /**
     * Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the
     * secret is that of a signing key for tokens. An id or email that is null or "" is left out; emailVerified says
     * whether the user has confirmed the email.
     */
    static String of(String id, String email, boolean emailVerified, String secret) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String claims = "{\\"iat\\":" + now + ",\\"exp\\":" + (now + 3600);
        if (id != null && !id.isEmpty()) {
            claims += ",\\"sub\\":" + quote(id);
        }
        if (email != null && !email.isEmpty()) {
            claims += ",\\"email\\":" + quote(email) + ",\\"email_verified\\":" + emailVerified;
        }
        String signed = part("{\\"alg\\":\\"HS256\\",\\"typ\\":\\"JWT\\"}".getBytes(UTF_8)) + "." + part((claims + "}").getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return signed + "." + part(mac.doFinal(signed.getBytes(UTF_8)));
    }

    private static String part(byte[] data) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(data);
    }

    /** Writes a JSON string. Jackson and Gson do as well. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\\\') {
                out.append('\\\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
`;var ro=`using System;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

public static class NametagHash
{
    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>
    /// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of
    /// a signing key for json. An id or email that is null or "" is left out.
    /// </summary>
    public static string Of(string? id, string? email, string secret)
    {
        string message = JsonSerializer.Serialize(new { id = OrNull(id), email = OrNull(email) }, WithoutNulls);
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(message));
        return Convert.ToHexString(hash).ToLowerInvariant();
    }

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
`;var lo=`using System;
using System.Security.Cryptography;
using System.Text;

public static class NametagRawHash
{
    /// <summary>
    /// Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
    /// only: the secret is that of a signing key for raw-id or raw-email.
    /// </summary>
    public static string Of(string idOrEmail, string secret)
    {
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(idOrEmail));
        return Convert.ToHexString(hash).ToLowerInvariant();
    }
}
`;var co=`using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

public static class NametagToken
{
    /// <summary>
    /// Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the
    /// secret is that of a signing key for tokens. An id or email that is null or "" is left out; emailVerified says
    /// whether the user has confirmed the email.
    /// </summary>
    public static string Of(string? id, string? email, bool emailVerified, string secret)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object> { ["iat"] = now, ["exp"] = now + 3600 };
        if (!string.IsNullOrEmpty(id))
        {
            claims["sub"] = id;
        }
        if (!string.IsNullOrEmpty(email))
        {
            claims["email"] = email;
            claims["email_verified"] = emailVerified;
        }
        string signed = Part(Encoding.UTF8.GetBytes("{\\"alg\\":\\"HS256\\",\\"typ\\":\\"JWT\\"}")) + "." + Part(JsonSerializer.SerializeToUtf8Bytes(claims));
        return signed + "." + Part(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
    }

    private static string Part(byte[] data) => Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
`;var uo=`use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use JSON::PP;

# Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
# signing key for json. An id or email that is undef or '' is left out. Both are strings of characters, not of bytes.
sub nametag_hash {
    my ($id, $email, $secret) = @_;
    my $json = JSON::PP->new->utf8->allow_nonref;
    my @who = (
        length $id    ? '"id":' . $json->encode("$id")       : (),
        length $email ? '"email":' . $json->encode("$email") : (),
    );
    return hmac_sha256_hex('{' . join(',', @who) . '}', $secret);
}

1;
`;var mo=`use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use Encode qw(encode);

# Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
# only: the secret is that of a signing key for raw-id or raw-email.
sub nametag_raw_hash {
    my ($id_or_email, $secret) = @_;
    return hmac_sha256_hex(encode('UTF-8', "$id_or_email"), $secret);
}

1;
`;var po=`use strict;
use warnings;
use Digest::SHA qw(hmac_sha256);
use JSON::PP;
use MIME::Base64 qw(encode_base64url);

# Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
# is that of a signing key for tokens. An id or email that is undef or '' is left out; $email_verified says whether the
# user has confirmed the email.
sub nametag_token {
    my ($id, $email, $email_verified, $secret) = @_;
    my %claims = (iat => time, exp => time + 3600);
    $claims{sub} = "$id" if length $id;
    if (length $email) {
        $claims{email} = "$email";
        $claims{email_verified} = $email_verified ? JSON::PP::true : JSON::PP::false;
    }
    my $signed = encode_base64url('{"alg":"HS256","typ":"JWT"}') . '.' . encode_base64url(JSON::PP->new->utf8->encode(\\%claims));
    return $signed . '.' . encode_base64url(hmac_sha256($signed, $secret));
}

1;
`;var xe=[{key:"node",name:"JavaScript (Node)",hash:Ut,raw:jt,token:Bt},{key:"python",name:"Python",hash:Jt,raw:Vt,token:Gt},{key:"php",name:"PHP",hash:Yt,raw:zt,token:Qt},{key:"ruby",name:"Ruby",hash:Xt,raw:Zt,token:eo},{key:"go",name:"Go",hash:to,raw:oo,token:io},{key:"java",name:"Java",hash:no,raw:ao,token:so},{key:"csharp",name:"C#",hash:ro,raw:lo,token:co},{key:"perl",name:"Perl",hash:uo,raw:mo,token:po}];var rn=[["token","Token"],["hash","Hash"]],ln={token:"Nametag('identify', { external_id: user.id, token })",hash:"Nametag('identify', user.id, { email: user.email }, hash)"};function ho({language:t}){let o=d("token");return e("section",{class:"card",id:"code",tabIndex:-1,"aria-labelledby":"code-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"code-title",children:"Code"}),e($,{label:"Kind of proof",options:rn,chosen:o.value,choose:i=>{o.value=i}})]}),e("p",{children:o.value==="token"?"On your server, with the secret of a key for tokens. A token ends by itself, and says whether the email is confirmed.":"On your server, with the secret of a key for hashes. A hash has no time in it and can be used for ever: prefer tokens."}),e(He,{kind:o.value,language:t}),e("p",{children:"Then on the page:"}),e(_,{code:ln[o.value],label:"call",unbroken:!0})]})}function He({kind:t,language:o}){let i=xe.find(n=>n.key===o.key.value)??xe[0];return e("div",{class:"code-tabs",children:[e($,{label:"Language",options:xe.map(n=>[n.key,n.name]),chosen:i.key,choose:o.choose}),e(_,{code:i[t].trimEnd(),label:`${i.name} code`,unbroken:!0})]})}function fo(t){return t.includes(".")?"token":"hash"}function go(t,o,i,n){return{...t&&{id:t},...o&&{email:o},[n]:i}}function yo({should_sign:t},o){let i=t[0]?.use;return i==="raw-id"||i==="raw-email"?"raw":o}function bo({accepted:t,verified:o,covers:i}){let n=i.map(a=>"the "+et(a)).join(" and ");return t?o?{mood:"good",says:`Accepted: it proves ${n}`}:{mood:"care",says:`Right for ${n}, but it verifies nobody`}:{mood:"bad",says:"Not accepted"}}function vo(t){return t.code==="rate_limited"?{...t,message:"The doctor was asked too much in a short time.",help:"Wait a few seconds, then ask again."}:t}var Ke={token:{short:"tokens",long:"A JWT that your server makes for each page. It ends by itself, and can be revoked."},json:{short:"hashes",long:'HMAC-SHA256 of {"id":…,"email":…}. A hash never ends: whoever gets hold of one can use it for ever.'},"raw-id":{short:"hashes of the bare id",long:"HMAC-SHA256 of the id alone, as Intercom and Chatwoot do it."},"raw-email":{short:"hashes of the bare email",long:"HMAC-SHA256 of the email alone, as Crisp does it; for people without an id."}},Me=Object.keys(Ke);function re(t){return Ke[t]?.short??t}function wo(t){return Ke[t]?.long??""}function Pe(t){return t.map(re).join(" and ")}function ko(t){return t.some(o=>o==="raw-id"||o==="raw-email")}function So(t,o){return t.includes(o)?t.filter(i=>i!==o):o==="token"?[o]:Me.filter(i=>i!=="token"&&(i===o||t.includes(i)))}function Ce({retired_at:t,leaked:o}){return o?"leaked":t?"retired":"active"}function De({links:t,links_capped:o,last_used_at:i},n){return`${t?`${Fe({links:t,links_capped:o})} live ${t===1?"link rests":"links rest"} on it`:"No live link rests on it"}; it was ${i?"last used "+ne(b(i),n):"never used"}.`}function Fe({links:t,links_capped:o}){return t.toLocaleString("en")+(o?" or more":"")}function qe(t,o){return Ce(t)==="active"&&o.filter(i=>Ce(i)==="active").length===1}function xo(t,o){return new Date(o-(t==="24h"?1:7)*24*3600*1e3).toISOString()}function Co(t){let o=new Map;for(let{contact_id:i,at:n}of t){let a=(o.get(i)?.times??0)+1;o.delete(i),o.set(i,{contact:i,times:a,last:n})}return[...o.values()].reverse()}function Po({diagnosis:t,kind:o,language:i}){let{mood:n,says:a}=bo(t),{reason:s,kid:r,should_sign:c}=t,l=n==="good";return e("div",{class:"diagnosis diagnosis-"+n,"data-verdict":n,children:[e("h3",{children:[l?e(T,{}):e(y,{}),a]}),s&&e("p",{class:"diagnosis-why","data-reason":s.code,children:e(A,{text:s.message})}),s&&e("p",{children:[e("b",{children:"What to do:"})," ",e(A,{text:s.help})]}),r&&e("p",{class:"sub",children:["Made with key ",e("code",{children:r}),"."]}),!t.accepted&&c.map(({use:u,message:p})=>e("div",{class:"part",children:[e("h4",{children:dn[u]??`With a key for ${re(u)}, sign this`}),e(_,{code:p,label:"what should be signed"})]},u)),!t.accepted&&e("div",{class:"part",children:[e("h4",{children:"Code that makes a right one"}),e(He,{kind:yo(t,o),language:i})]})]})}var dn={token:"The token should say this, with times of its own",json:"What should have been signed","raw-id":"What should have been signed, with a key for bare ids","raw-email":"What should have been signed, with a key for bare emails"};function _o({security:t,language:o}){let i=d("token"),n=d(!1),a=d(null),s=h(),r=k();return e("section",{class:"card",id:"doctor",tabIndex:-1,"aria-labelledby":"doctor-title",children:[e("h2",{id:"doctor-title",children:"Doctor"}),e("p",{children:["Paste what your page hands to ",e("code",{children:"Nametag('identify', …)"}),", and see exactly what is wrong with it. Nothing of it is kept."]}),e("form",{class:"ask",autocomplete:"off",onSubmit:l=>{l.preventDefault();let u=new FormData(l.currentTarget),p=i.peek();a.value=null,s.run(async()=>{a.value={diagnosis:await t.diagnose(go(String(u.get("id")),String(u.get("email")),String(u.get("proof")),p)),kind:p}})},children:[e("div",{class:"field",children:[e("label",{for:r+"id",children:"Id"}),e("input",{id:r+"id",name:"id",spellcheck:!1,autocomplete:"off",autocapitalize:"off",placeholder:"42"})]}),e("div",{class:"field",children:[e("label",{for:r+"email",children:"Email"}),e("input",{id:r+"email",name:"email",inputMode:"email",spellcheck:!1,autocomplete:"off",autocapitalize:"off",placeholder:"jane@example.com"})]}),e("div",{class:"field ask-proof",children:[e("div",{class:"line line-wrap ask-kind",children:[e("label",{for:r+"proof",children:"Hash or token"}),e($,{label:"Sent as",options:cn,chosen:i.value,choose:l=>{i.value=l,n.value=!0}})]}),e("textarea",{id:r+"proof",name:"proof",rows:3,required:!0,spellcheck:!1,autocomplete:"off",autocapitalize:"off",onInput:l=>{n.peek()||(i.value=fo(l.currentTarget.value))}})]}),e("button",{class:"button button-main",disabled:s.busy,children:s.busy?"One moment…":"What is wrong?"})]}),e(f,{error:s.failure&&vo(s.failure)}),e("div",{"aria-live":"polite","aria-busy":s.busy,children:a.value&&e(Po,{...a.value,language:o})})]})}var cn=[["token","as token"],["hash","as hash"]];var _e=["verified","claimed","failed"],To={verified:"Verified",claimed:"Without proof",failed:"Failed"},un={verified:"your server proved who it is",claimed:"the page said a name, and no proof",failed:"there was a proof, and it isn’t right"};function $o(t){return To[t]}function Oo(t){return un[t]}function R({verified:t,claimed:o,failed:i}){return t+o+i}function j({claimed:t,failed:o}){return t+o}function Ae(t,o){if(!t||!o)return"0 %";let i=Math.round(100*t/o);return i===0?"< 1 %":i===100&&t<o?"> 99 %":`${i} %`}function Ne(t){let o=R(t);return o?`Of ${x(o,"claim")}: `+_e.filter(i=>t[i]).map(i=>`${t[i].toLocaleString("en")} ${To[i].toLowerCase()}`).join(", "):"No claims"}function Ro(t,o){let[i,n]=[j(t),R(t)],a=o?"without a good proof":"would be refused";return i?i===n?`all ${n.toLocaleString("en")} ${a}`:`${i.toLocaleString("en")} of ${n.toLocaleString("en")} ${a}`:o?"all proven":"none would be refused"}function Io(t){return`${x(t,"claim")} ${t===1?"was":"were"} proven by a key that is retired since, or by an email that no longer counts as confirmed: the same would be refused now.`}function Te({claimed:t,reasons:o}){return[...t?[{code:"no_proof",message:"No proof was sent.",help:"Sign who is logged in on your server, and hand the token or hash to identify.",count:t}]:[],...o].sort((n,a)=>a.count-n.count)}function Lo({origins:t,pages:o}){return t.map(({origin:i,...n})=>({origin:i,share:n,pages:o.filter(a=>a.origin===i&&(a.path||i)).map(({path:a,origin:s,...r})=>({path:a,share:r}))}))}function ee({origin:t,path:o}){return t?t.replace(/^https:\/\//,"")+(o??""):"Others, not told apart"}function Eo({outcome:t,code:o=""},i){if(t==="claimed")return"No proof was sent.";let n=st(o);return i.find(a=>a.code===o)?.message??de(n)+"."}var Ao=2.5,No=1.2;function Ue(t){let o=_e.filter(s=>t[s]>0),i=100-(o.length>1?o.length*No:0),n=R(t),a=0;return o.map(s=>{let r=Ao+(i-o.length*Ao)*t[s]/n,c={outcome:s,from:a,length:r};return a+=r+No,c})}function Wo({share:t}){return e("div",{class:"ring",children:[e("svg",{viewBox:"0 0 120 120",role:"img","aria-label":Ne(t),children:Ue(t).map(({outcome:o,from:i,length:n})=>e("circle",{class:"part-"+o,cx:"60",cy:"60",r:"51",pathLength:100,"stroke-dasharray":`${n} ${100-n}`,"stroke-dashoffset":-i},o))}),e("p",{"aria-hidden":"true",children:[e("b",{children:Ae(t.verified,R(t))}),"verified"]})]})}function $e({share:t}){return e("svg",{class:"bar",viewBox:"0 0 100 6",preserveAspectRatio:"none",role:"img","aria-label":Ne(t),"data-tip":Ne(t),children:Ue(t).map(({outcome:o,from:i,length:n})=>e("rect",{class:"part-"+o,x:i,width:n,height:"6",rx:"1"},o))})}var Ho=4;function Ko({security:t,close:o,toKeys:i}){let n=h(),a=t.evidence["24h"];B(()=>{a.load()},[a]);let s=a.value.value,r=s?j(s)+s.lapsed:0,c=t.keys.value.value?.every(u=>u.retired_at),l=async()=>{await n.run(()=>t.settings.change({enforcement:"require"}))&&o()};return e(S,{title:"Require proof?",wide:!0,close:o,children:[e("div",{class:"dialog-body dialog-scroll",children:[c&&e("p",{class:"warning",children:[e(y,{}),e("span",{children:[e("b",{children:"This site has no active key."})," Nobody can prove anything, so everybody stays anonymous. ",e("button",{class:"link",type:"button",onClick:i,children:"Make a key first"})]})]}),e(H,{asked:a,children:u=>e(mn,{evidence:u})}),s&&s.lapsed>0&&e("p",{class:"warning",children:[e(y,{}),e("span",{children:Io(s.lapsed)})]}),e("p",{children:"It counts at once, for every page and on every way in. You can turn it off with one click."})]}),e(f,{error:n.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",autofocus:!0,onClick:o,children:"Cancel"}),e("button",{class:"button button-main"+(r||c?" button-risk":""),type:"button",disabled:n.busy||!s,onClick:()=>{l()},children:n.busy?"One moment…":r?`Require proof, and refuse ${r===R(s)?"all of these":"these"}`:"Require proof"})]})]})}function mn({evidence:t}){let[o,i]=[R(t),j(t)];if(!o)return e("p",{children:[e("b",{children:"No page has said who its user is in the last 24 hours"}),", so there is nothing to tell what it would change."]});if(!i&&t.lapsed)return null;if(!i)return e("p",{children:[e("b",{children:"Nothing would have been refused"})," in the last 24 hours: ",o===1?"the one claim was":`all ${x(o,"claim")} were`," proven."]});let n=t.pages.filter(j).slice(0,Ho);return e(m,{children:[e("p",{children:[e("b",{children:[i.toLocaleString("en")," of ",x(o,"claim")]})," of the last 24 hours would have been refused, and these people left anonymous:"]}),e($e,{share:t}),e("dl",{class:"forecast",children:[e("dt",{children:"Why"}),Te(t).slice(0,Ho).map(({code:a,message:s,count:r})=>e("dd",{children:[e("b",{children:r.toLocaleString("en")})," ",e("span",{children:e(A,{text:s})})]},a)),n.length>0&&e("dt",{children:"Where"}),n.map(a=>e("dd",{children:[e("b",{children:j(a).toLocaleString("en")})," ",e("span",{children:[e("bdi",{children:ee(a)})," ",e("span",{class:"sub",children:["of ",R(a).toLocaleString("en")]})]})]},a.origin+a.path))]})]})}function Mo(t){let o=t.security.settings.value.value,i=o.enforcement==="require",n=t.security.evidence["24h"].value.value?.safe_to_require;return e("section",{class:"card",id:"enforcement",tabIndex:-1,"aria-labelledby":"enforcement-title",children:[e("h2",{id:"enforcement-title",children:"Enforcement"}),n&&!i&&e("p",{class:"safe",role:"status",children:[e(T,{}),e("span",{children:[e("b",{children:"Safe to require."})," In the last 24 hours every claim was proven: nothing would have been refused."]})]}),e(pn,{...t,required:i}),e(hn,{...t,settings:o})]})}function pn({security:t,admin:o,jump:i,required:n}){let a=d(!1),s=h();return e(m,{children:[e(K,{title:"Require proof",on:n,admin:o,deed:s,flip:()=>{n?s.run(()=>t.settings.change({enforcement:"observe"})):a.value=!0},children:e("p",{children:n?"Who has no proof stays anonymous: the claim is refused, and nothing is written.":"Now everybody is believed and marked: who has no proof is shown as unproven, and counted above."})}),a.value&&e(Ko,{security:t,close:()=>{a.value=!1},toKeys:()=>{a.value=!1,i("keys")}})]})}function hn({security:t,admin:o,settings:i}){let n=h(),a=()=>{n.run(()=>t.settings.change({emails_confirmed:!i.emails_confirmed}))};return e(K,{title:"We confirm our users’ email addresses",on:i.emails_confirmed,admin:o,deed:n,flip:a,children:e("p",{children:["On if nobody can log in to your site with an address that isn’t theirs. Then a proof of an email makes it verified, and people are found by it; otherwise only the id is. A token can say it for one user, with ",e("code",{children:"email_verified"}),"."]})})}function Do({signing:t,keys:o,security:i,close:n}){let a=L(),s=i.settings.value.value?.enforcement==="require";return e(M,{title:`Retire ${t.name}?`,button:"Retire",close:n,carryOut:()=>i.retire(t.kid,!1),children:[e("p",{children:e("b",{children:De(t,a)})}),qe(t,o)&&e("p",{class:"warning",children:[e(y,{}),e("span",{children:["It is the only active key. Without it nobody can be verified",s?", and since this site requires proof, nobody identified":"",": make a new one first."]})]}),t.used_24h>0&&!qe(t,o)&&e("p",{class:"warning",children:[e(y,{}),e("span",{children:["It was used ",x(t.used_24h,"time")," in the last 24 hours: something signs with it still. Give that the new secret first, and retire this one when it is unused."]})]}),e("p",{children:"What is signed with it is refused from now on. Links that it has proven stay until they end. It can’t be undone."})]})}function Fo({signing:t,security:o,close:i,done:n}){let a=L();return e(M,{title:`${t.name} leaked?`,button:"It leaked: end it now",close:i,carryOut:()=>o.retire(t.kid,!0).then(n),children:[e("p",{children:e("b",{children:De(t,a)})}),e("p",{children:"Every link that rests on it falls at once: these browsers are shown as unproven until your server proves them with another key. What is signed with it is refused from now on. It can’t be undone."}),e("p",{children:"After that you see whom it has verified, so that you can look at each."})]})}var qo=32,fn=255;function Uo({security:t,made:o,close:i}){let n=d(["token"]),a=d(!1),s=h(),r=k();return e(S,{title:"Make a key",wide:!0,close:i,children:e("form",{class:"dialog-form",onSubmit:l=>{l.preventDefault();let u=new FormData(l.currentTarget),p=String(u.get("secret")??"");s.run(async()=>o(await t.make({name:String(u.get("name")),uses:[...n.peek()],...p&&{secret:p}})))},children:[e("div",{class:"dialog-body dialog-scroll",children:[e("div",{class:"field",children:[e("label",{for:r,children:"Name"}),e("input",{id:r,name:"name",required:!0,maxLength:fn,autocomplete:"off",autofocus:!0,placeholder:"Shop’s backend","aria-describedby":r+"-hint"}),e("p",{class:"sub",id:r+"-hint",children:"What signs with it, so that you know it later."})]}),e("fieldset",{class:"uses",children:[e("legend",{children:"It signs"}),Me.map(l=>e(gn,{use:l,on:n.value.includes(l),flip:()=>{n.value=So(n.value,l)}},l))]}),ko(n.value)&&e("p",{class:"warning",role:"status",children:[e(y,{}),e("span",{children:"A bare id or email is easily signed for the wrong person: whoever may choose their own id at your site can have somebody else’s signed. Choose tokens where you can."})]}),a.value?e(yn,{}):e("button",{class:"link",type:"button",onClick:()=>{a.value=!0},children:"Use a secret that your server signs with already"})]}),e(f,{error:s.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",onClick:i,children:"Cancel"}),e("button",{class:"button button-main",disabled:s.busy||!n.value.length,children:s.busy?"One moment…":a.value?"Take it over":"Make the key"})]})]})})}function gn({use:t,on:o,flip:i}){let n=k();return e("label",{class:"use",children:[e("input",{type:"checkbox",checked:o,onChange:i,"aria-describedby":n,"data-use":t}),e("span",{children:[de(re(t)),t==="token"&&e("span",{class:"pill pill-good",children:"Recommended"})]}),e("span",{class:"sub",id:n,children:wo(t)})]})}function yn(){let t=k();return e("div",{class:"field",children:[e("label",{for:t,children:"Secret"}),e("input",{id:t,name:"secret",type:"password",required:!0,minLength:qo,autocomplete:"off",spellcheck:!1,"aria-describedby":t+"-hint"}),e("p",{class:"sub",id:t+"-hint",children:["At least ",qo," characters, as your server has it. It can’t be shown again."]})]})}function jo({security:t,close:o}){let i=d("form"),n=d(null),a=d(t.keys.value.peek()?.length===0&&!t.settings.value.peek()?.emails_confirmed),s=()=>{a.value?i.value="emails":o()},r=c=>{n.value=c,c.secret?i.value="secret":s()};switch(i.value){case"form":return e(Uo,{security:t,made:r,close:o});case"secret":return e(bn,{made:n.value,stored:s});case"emails":return e(vn,{security:t,close:o})}}function bn({made:t,stored:o}){return e(X,{title:`The secret of ${t.name}`,label:"secret",code:t.secret,button:"I have stored it",done:o,lead:"Store it where your server keeps its secrets.",children:e("p",{children:["It signs ",Pe(t.uses),". Its text is the HMAC key: don’t decode it. It must never be in a page, an app, or a repository."]})})}function vn({security:t,close:o}){let i=h(),n=async a=>{await i.run(()=>t.settings.change({emails_confirmed:a}))&&o()};return e(S,{title:"Do you confirm your users’ email addresses?",close:o,children:[e("div",{class:"dialog-body",children:[e("p",{children:"Yes, if nobody can log in to your site with an address that isn’t theirs, since they had to click a link in an email first. Then this key proves emails too."}),e("p",{children:"Otherwise somebody could register with another person’s address and be taken for them: then it proves ids only. You can change the answer at any time."})]}),e(f,{error:i.failure}),e("div",{class:"dialog-foot",children:[e("button",{class:"button",type:"button",disabled:i.busy,onClick:()=>{n(!1)},children:"No, or not all"}),e("button",{class:"button button-main",type:"button",disabled:i.busy,onClick:()=>{n(!0)},children:"Yes, all of them"})]})]})}var Bo=5;function Jo({causes:t,jump:o}){let i=d(!1);return e("div",{class:"part",role:"group","aria-labelledby":"causes",children:[e("h3",{id:"causes",children:"Why the rest isn’t proven"}),e("ul",{class:"lines",children:(i.value?t:t.slice(0,Bo)).map(({code:n,message:a,help:s,count:r})=>e("li",{class:"cause","data-cause":n,children:[e("b",{class:"cause-count",children:r.toLocaleString("en")}),e("div",{class:"line-what",children:[e("div",{children:e(A,{text:a})}),e("div",{class:"sub",children:e(A,{text:s})})]}),e("button",{class:"button button-small",type:"button",onClick:()=>o(n==="no_proof"?"code":"doctor"),children:n==="no_proof"?"See the code":"Ask the doctor"})]},n))}),!i.value&&t.length>Bo&&e("button",{class:"link",type:"button",onClick:()=>{i.value=!0},children:["Show all ",t.length," reasons"]})]})}var Vo=5;function Go({evidence:{examples:t,reasons:o},href:i}){let n=d(!1);return e("div",{class:"part",role:"group","aria-labelledby":"examples",children:[e("h3",{id:"examples",children:"Newest examples"}),e("ul",{class:"lines",children:(n.value?t:t.slice(0,Vo)).map(a=>e("li",{class:"line-item","data-example":a.visitor_id,children:[e("div",{class:"line-what",children:[e("div",{class:"line line-wrap",children:[e("a",{href:i({page:"visitors",visitor:a.visitor_id}),children:tt(a.visitor_id)}),e("span",{class:"sub",children:e("bdi",{children:ee(a)})})]}),e("div",{children:e(A,{text:Eo(a,o)})})]}),e("span",{class:"sub entry-at",children:e(C,{at:b(a.at)})})]},a.at+a.visitor_id))}),!n.value&&t.length>Vo&&e("button",{class:"link",type:"button",onClick:()=>{n.value=!0},children:["Show all ",t.length]})]})}var je=5;function zo({origins:t,required:o}){let i=d(!1),n=t.length>je||t.some(({pages:s})=>s.length>je),a=s=>i.value?s:s.slice(0,je);return e("div",{class:"part",role:"group","aria-labelledby":"places",children:[e("h3",{id:"places",children:"Where"}),e("ul",{class:"places",children:a(t).map(({origin:s,share:r,pages:c})=>e("li",{"data-origin":s,children:[e(Yo,{name:ee({origin:s}),share:r,required:o}),e("ul",{children:a(c).map(({path:l,share:u})=>e("li",{"data-path":l,children:e(Yo,{name:l||"Other pages",share:u,required:o})},l))})]},s))}),!i.value&&n&&e("button",{class:"link",type:"button",onClick:()=>{i.value=!0},children:"Show every page"})]})}function Yo({name:t,share:o,required:i}){return e("div",{class:"place",children:[e("bdi",{class:"place-name",children:t}),e($e,{share:o}),e("span",{class:"sub"+(j(o)?" place-refused":""),children:Ro(o,i)})]})}var Be=[["24h","24 hours"],["7d","7 days"]];function Qo(t){let o=d("24h"),i=t.security.evidence[o.value];O(()=>{o.value!=="24h"&&i.load()},i);let n=t.security.settings.value.value?.enforcement==="require";return e("section",{class:"card",id:"proof",tabIndex:-1,"aria-labelledby":"proof-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"proof-title",children:"Proof"}),e($,{label:"Time",options:Be,chosen:o.value,choose:a=>{o.value=a}})]}),e(H,{asked:i,children:a=>R(a)?e(wn,{...t,evidence:a,required:n}):e(kn,{...t,evidence:a})},o.value)]})}function wn({evidence:t,required:o,href:i,jump:n}){let a=R(t),s=Te(t);return e(m,{children:[e("div",{class:"glance",children:[e(Wo,{share:t}),e("dl",{class:"legend",children:_e.map(r=>e("div",{"data-outcome":r,children:[e("dt",{children:[e("span",{class:"swatch part-"+r,"aria-hidden":"true"}),$o(r)]}),e("dd",{children:[e("b",{children:t[r].toLocaleString("en")})," ",e("span",{class:"sub",children:Ae(t[r],a)})]}),e("dd",{class:"sub legend-what",children:Oo(r)})]},r))})]}),s.length>0&&e(Jo,{causes:s,jump:n}),s.length>0&&e(zo,{origins:Lo(t),required:o}),t.examples.length>0&&e(Go,{evidence:t,href:i}),!s.length&&e("p",{children:["Each of the ",x(a,"claim")," was proven, on every page."]})]})}function kn({evidence:t,security:o,admin:i,href:n,jump:a}){let s=o.settings.value.value,r=o.keys.value.value?.some(c=>!c.retired_at);return e("div",{class:"nothing",role:"status",children:[e("h3",{children:["No page has said who its user is in the last ",t.window==="24h"?"24 hours":"7 days"]}),e("ol",{class:"todo",children:[e("li",{class:s?.installed_at?"done":"",children:e("span",{children:[e("a",{href:n({page:"settings",section:"install"}),children:"Install the snippet"})," on your pages."]})}),e("li",{class:r?"done":"",children:e("span",{children:[e("button",{class:"link",type:"button",onClick:()=>a("keys"),children:i?"Make a key":"Have an admin make a key"})," whose secret only your server holds."]})}),e("li",{children:e("span",{children:[e("button",{class:"link",type:"button",onClick:()=>a("code"),children:"Sign who is logged in"}),", and hand the token to ",e("code",{children:"Nametag('identify', …)"}),"."]})})]}),e("p",{children:"Every claim is counted here, by page, with the exact reason where one isn’t proven."})]})}function Xo({close:t,...o}){let i=d("7d");return e(S,{title:`What ${o.signing.name} verified`,wide:!0,close:t,children:[o.signing.leaked&&e("p",{class:"sub",children:"Its links have fallen. Whoever has the secret may have been any of these people."}),e($,{label:"Time",options:Be,chosen:i.value,choose:n=>{i.value=n}}),e(Sn,{...o,window:i.value},i.value)]})}function Sn({signing:t,security:o,people:i,href:n,window:a}){let s=Je(Ze),r=d(xo(a,s.peek())),c=d([]),l=d(void 0),u=h(),p=()=>u.run(async()=>{do{let v=await o.verified(t.kid,r.peek(),l.peek());if(c.value=[...c.peek(),...v.entries],l.value=v.next??void 0,v.entries.length)break}while(l.peek())});B(()=>{p()},[]);let g=Co(c.value);return e(m,{children:[e("div",{class:"dialog-body dialog-scroll","aria-live":"polite","aria-busy":u.busy,children:[g.length>0&&e("ul",{class:"lines","aria-label":"Verified with this key",children:g.map(v=>e(xn,{one:v,people:i,href:n},v.contact??""))}),!g.length&&!u.busy&&!u.failure&&e("p",{children:"Nobody in this time."}),u.busy&&e("div",{role:"status","aria-label":"Loading",children:[e("span",{class:"blank blank-line"}),e("span",{class:"blank blank-line"})]})]}),e(f,{error:u.failure}),(l.value||u.failure)&&!u.busy&&e("button",{class:"button",type:"button",onClick:()=>{p()},children:u.failure?"Try again":"Show more"})]})}function xn({one:{contact:t,times:o,last:i},people:n,href:a}){B(()=>{t&&n.ask(t)},[t]);let s=t?n.known.value.get(t):void 0;return e("li",{class:"line-item","data-contact":t,children:[e("div",{class:"line-what",children:[t?e("a",{href:a({page:"contacts",contact:t}),children:e("bdi",{children:s?ot(s):it(t)})}):e("span",{children:"Somebody who was erased since"}),s?.external_id&&e("span",{class:"sub",children:e("bdi",{children:["id ",s.external_id]})})]}),e("span",{class:"sub entry-at",children:[x(o,"time"),", ",e(C,{at:b(i)})]})]})}function Zo(t){let o=d(!1),i=()=>{o.value=!1};return e("section",{class:"card",id:"keys",tabIndex:-1,"aria-labelledby":"keys-title",children:[e("div",{class:"card-head",children:[e("h2",{id:"keys-title",children:"Keys"}),t.admin&&e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog",onClick:()=>{o.value=!0},children:[e(Q,{}),"Make a key"]})]}),e("p",{children:"Your server signs with a key’s secret who is logged in. To change one, make a new key first, and retire the old one once it is unused."}),e(H,{asked:t.security.keys,children:n=>n.length?e("ul",{class:"lines keys","aria-label":"Keys",children:n.map(a=>e(Cn,{...t,signing:a,keys:n},a.kid))}):e("p",{children:[e("b",{children:"There is no key yet."})," Until there is one, nobody can be verified."]})}),o.value&&e(jo,{security:t.security,close:i})]})}function Cn({signing:t,keys:o,admin:i,security:n,people:a,href:s}){let r=d(null),c=p=>()=>{r.peek()===p&&(r.value=null)},l=p=>()=>{r.value=p},u=Ce(t);return e("li",{class:"key key-"+u,"data-key":t.kid,"data-state":u,children:[e("div",{class:"line-what",children:[e("div",{class:"line line-wrap",children:[e("b",{children:e("bdi",{children:t.name})}),e("span",{class:"pill "+_n[u],children:Pn[u]})]}),e("div",{class:"sub",children:["for ",Pe(t.uses)," · ",e("code",{children:t.kid})]})]}),e(An,{signing:t}),e("div",{class:"ways",children:[i&&u==="active"&&e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog","aria-label":`Retire ${t.name}`,onClick:l("retire"),children:"Retire"}),i&&u!=="leaked"&&e("button",{class:"button button-small",type:"button","aria-haspopup":"dialog","aria-label":`It leaked: ${t.name}`,onClick:l("leaked"),children:"It leaked"}),e("button",{class:"button button-small button-quiet",type:"button","aria-haspopup":"dialog","aria-label":`What it verified: ${t.name}`,onClick:l("verified"),children:"What it verified"})]}),r.value==="retire"&&e(Do,{signing:t,keys:o,security:n,close:c("retire")}),r.value==="leaked"&&e(Fo,{signing:t,security:n,close:c("leaked"),done:l("verified")}),r.value==="verified"&&e(Xo,{signing:t,security:n,people:a,href:s,close:c("verified")})]})}var Pn={active:"Active",retired:"Retired",leaked:"Leaked"},_n={active:"pill-good",retired:"",leaked:"pill-bad"};function An({signing:t}){let{created_at:o,last_used_at:i,used_24h:n,retired_at:a,leaked:s}=t;return e("dl",{class:"facts key-facts",children:[e("div",{children:[e("dt",{children:"Made"}),e("dd",{children:e(C,{at:b(o)})})]}),a&&e("div",{children:[e("dt",{children:s?"Leaked, retired":"Retired"}),e("dd",{children:e(C,{at:b(a)})})]}),e("div",{children:[e("dt",{children:"Last used"}),e("dd",{children:i?e(C,{at:b(i)}):"never"})]}),e("div",{children:[e("dt",{children:"In 24 hours"}),e("dd",{children:n?`${n.toLocaleString("en")} ×`:"unused"})]}),e("div",{children:[e("dt",{children:"Live links"}),e("dd",{children:Fe(t)})]})]})}function ei(t){let o=t.security.settings.value.value;return e("section",{class:"card",id:"unproven",tabIndex:-1,"aria-labelledby":"unproven-title",children:[e("h2",{id:"unproven-title",children:"Without proof"}),e("p",{children:[o.enforcement==="require"?"Proof is required now, so claims without it are refused. Both of these count again once it isn’t.":"What a claim without proof may do. It never overwrites what a proof, your server or one of you vouched for."," A change counts from the next claim on; what is stored stays as it is."]}),e(Nn,{...t,settings:o}),e(Tn,{...t,settings:o})]})}function Nn({security:t,admin:o,settings:i}){let n=h(),a=i.unproven==="fill_blanks";return e(K,{title:"Keep what was said first",on:a,admin:o,deed:n,flip:()=>{n.run(()=>t.settings.change({unproven:a?"latest":"fill_blanks"}))},children:e("p",{children:a?"Of people whom nobody vouched for, only the browser that first named them overwrites what is known; others fill what is blank. Nobody spoils it by claiming to be them, but who comes back on a new phone can’t correct it either.":"Of people whom nobody vouched for, the latest word counts, from whichever browser. Who comes back on a new phone can correct their name; so can anybody who claims to be them."})})}function Tn({security:t,admin:o,settings:i}){let n=h(),a=i.match_unproven_email;return e(K,{title:"Find people by an unproven email",on:a,admin:o,deed:n,flip:()=>{n.run(()=>t.settings.change({match_unproven_email:!a}))},children:e("p",{children:a?e(m,{children:["Convot’s way: ",e("b",{children:"anybody who knows somebody’s address is listed as them"}),", unproven. That visit stands in their history, and what it says fills their blanks; it overwrites nothing, and is told nothing of what is stored. Turned off, who was linked so stays until they log out, or you detach them on the person’s page."]}):"An email without proof finds only people without an id whom nobody vouched for. Turned on, it finds everybody, as with Convot: returning people are known by their address alone, but so is whoever else types it."})})}function ti(t){let{settings:o,evidence:i,keys:n}=t.security,a=()=>[o,i["24h"],n].forEach(s=>{s.load()});return O(a,t.security),o.value.value?e(On,{...t}):o.failure.value?e(W,{failure:o.failure.value,retry:a}):e(m,{children:[e(E,{}),e(E,{})]})}var $n=[["proof","Proof"],["enforcement","Enforcement"],["unproven","Without proof"],["keys","Keys"],["doctor","Doctor"],["code","Code"]];function On(t){let o=z(null),i=n=>{let a=o.current?.querySelector(`#${n}`);a?.scrollIntoView({behavior:"smooth",block:"start"}),a?.focus({preventScroll:!0})};return e(m,{children:[e("nav",{class:"jumps","aria-label":"On this page",children:$n.map(([n,a])=>e("button",{class:"button button-quiet button-small",type:"button",onClick:()=>i(n),children:a},n))}),!t.admin&&e("p",{class:"card notice",children:"You see how everything stands. What changes something is for admins: ask one of yours."}),e("div",{class:"cards",ref:o,children:[e(Qo,{...t,jump:i}),e(Mo,{...t,jump:i}),e(ei,{...t}),e(Zo,{...t}),e(_o,{...t}),e(ho,{...t})]})]})}function oi({settings:t,site:o,admin:i}){let n=b(o.dev_until)-L(),a=n>0,s=h();return e("section",{class:"card","aria-labelledby":"development",children:[e("h2",{id:"development",children:"While you build"}),e(K,{title:"Development mode",on:a,admin:i,deed:s,flip:()=>{s.run(()=>t.change({dev:!a}))},children:[e("p",{children:"Lets in pages on localhost, on any port, and tells browsers the exact reason where a proof fails. It ends by itself after 24 hours."}),a&&e("p",{role:"timer","aria-live":"off",children:e("b",{children:["Ends in ",le(n),"."]})})]})]})}function Y({one:t,name:o,items:i,admin:n,placeholder:a,empty:s,save:r,note:c,mend:l,offer:u}){let[p,g,v]=[d(""),d(null),d(!1)],w=ke(),I=z(null),N=k(),D=()=>{p.value="",v.value=!1},Oe=async P=>{g.value=null,await w.run(()=>r([...i,P]))&&D(),I.current?.focus()},li=async P=>{await w.run(()=>r(i.filter(ie=>ie!==P)))&&(g.value=P,I.current?.focus())},di=P=>{P.preventDefault();let ie=p.value.trim();if(!ie)return I.current?.focus();u?.(ie,D)?v.value=!0:Oe(ie)},oe=w.failure&&l?.(p.value);return e("div",{class:"setting",children:[i.length>0?e("ul",{class:"listed","aria-label":o,children:i.map(P=>e("li",{"data-item":P,children:[e("div",{class:"line-what",children:[e("code",{children:e("bdi",{children:P})}),c?.(P)]}),n&&e("button",{class:"button button-quiet button-square",type:"button",disabled:w.busy,"aria-label":`Remove ${P}`,"data-tip":"Remove",onClick:()=>{li(P)},children:e(Ye,{})})]},P))}):e("p",{children:s}),g.value&&e("p",{class:"sub removed",role:"status",children:[e("span",{children:[e("bdi",{children:g.value})," was removed."]})," ",e("button",{class:"link",type:"button",onClick:()=>{Oe(g.value)},children:"Put it back"})]}),n&&e("form",{class:"setting-form",onSubmit:di,children:[e("label",{for:N,children:["Another ",t]}),e("div",{class:"setting-line",children:[e("input",{id:N,ref:I,value:p.value,placeholder:a,autocomplete:"off",autocapitalize:"off",spellcheck:!1,"aria-invalid":w.failure?"true":void 0,"aria-describedby":N+"-wrong",onInput:P=>{p.value=P.currentTarget.value,v.value=!1,w.edited()}}),e("button",{class:"button",disabled:w.busy,"aria-label":`Add ${t}`,children:w.busy?"Saving…":"Add"}),e(Se,{saving:w})]}),e("p",{class:"wrong",id:N+"-wrong",role:"alert",children:[w.failure?.message,oe&&oe!==p.value.trim()&&e(m,{children:[" ",e("button",{class:"link",type:"button",onClick:()=>{p.value=oe,Oe(oe)},children:["Add ",oe]})]})]}),v.value&&u?.(p.value.trim(),D)]})]})}function ii({settings:t,site:o,admin:i}){return e("section",{class:"card","aria-labelledby":"origins",children:[e("h2",{id:"origins",children:"Origins"}),e("p",{children:["Only pages of these origins may use the site; all others are turned away. An origin is a scheme, a host, and a port if it isn’t the usual one: ",e("code",{children:"https://shop.example.com"}),"."]}),e("p",{children:[e("code",{children:"https://*.example.com"})," stands for every subdomain, however deep, but not for ",e("code",{children:"https://example.com"})," itself: add that one, too."]}),e(Y,{one:"origin",name:"Origins",items:o.origins,admin:i,placeholder:"https://shop.example.com",mend:ue,empty:e("b",{children:["None yet: no page may use the site",o.dev_until?", but those on localhost while it is in development mode":"","."]}),note:n=>F(n)&&e("span",{class:"sub",children:F(n)}),save:n=>t.change({origins:n})})]})}function ni(t){let{settings:o,site:i,admin:n}=t,a=s=>pt(i.origins,s)||i.dev_until!==null&&ae(s);return e("section",{class:"card","aria-labelledby":"linked",children:[e("h2",{id:"linked",children:"Linked domains"}),e("p",{children:"A link from one of your pages to one of these domains carries who the visitor is: a token in the address, for one use within two minutes. For both ways, list both. Subdomains of one domain need none of this, but a cookie domain."}),e(Y,{one:"linked domain",name:"Linked domains",items:i.linked_domains,admin:n,placeholder:"https://help.example.com",mend:ue,empty:"None: an identity stays where it was said.",note:s=>!a(s)&&e(Rn,{...t,origin:s}),offer:(s,r)=>ue(s)===s&&!a(s)&&e(In,{...t,origin:s,done:r}),save:s=>o.change({linked_domains:s})})]})}function Rn({settings:t,site:o,admin:i,origin:n}){let a=h();return e("span",{class:"sub unallowed",children:[e(y,{}),e("span",{children:"Not among the origins: its pages are turned away."}),i&&e("button",{class:"link",type:"button",disabled:a.busy,onClick:()=>{a.run(()=>t.change({origins:[...o.origins,n]}))},children:"Allow it, too"}),e(f,{error:a.failure})]})}function In({settings:t,site:o,origin:i,done:n}){let a=h(),s=async()=>{await a.run(()=>t.change({linked_domains:[...o.linked_domains,i],origins:[...o.origins,i]}))&&n()};return e("div",{class:"warning offer",role:"status",children:[e(y,{}),e("div",{children:[e("p",{children:[e("b",{children:e("bdi",{children:i})})," isn’t among the origins, so its pages couldn’t take an identity. Add it to both?"]}),e("div",{class:"ways",children:[e("button",{class:"button button-main",type:"button",disabled:a.busy,onClick:()=>{s()},children:a.busy?"Saving…":"Add it to both"}),e("button",{class:"button",type:"button",onClick:n,children:"Cancel"})]}),e(f,{error:a.failure})]})]})}function ai({settings:t,site:o,admin:i}){let n=a=>F("https://"+a);return e("section",{class:"card","aria-labelledby":"pictures",children:[e("h2",{id:"pictures",children:"Pictures of people"}),e("p",{children:"A picture is loaded from wherever it is, and whoever runs that place can see when one of you looks at the person. So you see initials, unless a proven browser, your server or one of you gave the picture’s address."}),e("p",{children:["Pictures of these hosts, on https and its usual port, are shown whoever gives their address. List only hosts on which strangers can’t put a page of their own, nor a redirect to it. ",e("code",{children:"*.example.com"})," stands for every subdomain, but not for ",e("code",{children:"example.com"})," itself. Addresses are kept either way: the list only says what is shown, from now on."]}),e(Y,{one:"host",name:"Hosts of pictures",items:o.avatar_hosts,admin:i,placeholder:"pictures.example.com",mend:ht,empty:"None: a picture that nobody vouched for is shown as initials.",note:a=>n(a)&&e("span",{class:"sub",children:n(a)}),save:a=>t.change({avatar_hosts:a})})]})}function si(t){let{settings:o}=t,i=()=>{o.load()};O(i,o);let n=o.value.value;return n?e(m,{children:[!t.admin&&e("p",{class:"card notice",children:"You see how everything stands. What changes something is for admins: ask one of yours."}),e(ve,{...t}),e(Ln,{...t,site:n}),e(ii,{...t,site:n}),e(ni,{...t,site:n}),e(oi,{...t,site:n}),e(En,{...t,site:n}),e(ai,{...t,site:n}),e(Wn,{...t,site:n})]}):o.failure.value?e(W,{failure:o.failure.value,retry:i}):e(m,{children:[e(E,{}),e(E,{})]})}function Ln({settings:t,site:o,admin:i}){return e("section",{class:"card","aria-labelledby":"site-name",children:[e("h2",{id:"site-name",children:"What it is called"}),e(G,{label:"Name",value:o.name,admin:i,save:n=>t.change({name:n}),children:"What your agents see. Visitors never do."})]})}function En({settings:t,site:o,admin:i}){return e("section",{class:"card","aria-labelledby":"site-keys",children:[e("h2",{id:"site-keys",children:"Keys"}),e("p",{children:"The site’s key stands in the script tag. It is public, and stays as it is."}),e(_,{code:o.key,label:"key"}),e("h3",{children:"Other keys that mean this site"}),e("p",{children:"Pages that were written for another vendor name their site by that vendor’s key. Add it here, and they stay as they are."}),e(Y,{one:"key",name:"Other keys",items:o.aliases,admin:i,placeholder:"app_12345",empty:"None.",save:n=>t.change({aliases:n})})]})}function Wn({settings:t,site:o,admin:i}){return e("section",{class:"card","aria-labelledby":"site-limits",children:[e("h2",{id:"site-limits",children:"For all pages"}),e(G,{label:"Cookie domain",value:o.cookie_domain??"",blank:"None: each host has a visitor of its own",placeholder:"example.com",admin:i,save:n=>t.change({cookie_domain:n.trim()||null}),children:["With ",e("code",{children:"example.com"}),", who goes from ",e("code",{children:"www.example.com"})," to ",e("code",{children:"shop.example.com"})," stays the same visitor. Empty: each host has a visitor of its own."]}),e(G,{label:"How long a link lasts",value:String(o.link_hours),unit:"hours",numeric:!0,admin:i,save:async n=>t.change({link_hours:await se(n)}),children:"After a proof without an end of its own, such as a hash, somebody counts as verified for so long, and then as claimed. A token lasts as long as it says."}),e(G,{label:"Limit of custom data",value:String(o.custom_data_bytes),unit:"bytes",numeric:!0,admin:i,save:async n=>t.change({custom_data_bytes:await se(n)}),children:["What one contact’s ",e("code",{children:"custom_data"})," may weigh. A change that would make it heavier is refused as a whole; what is there stays."]})]})}function $m({panel:t,section:o}){let i=o&&Hn[o];return e("div",{class:"page page-scroll",children:e("div",{class:"column"+(o?" column-"+o:""),children:[e("header",{class:"page-head",children:[o&&e("a",{class:"button button-quiet button-square settings-back",href:t.router.href({page:"settings"}),"aria-label":"All settings",children:e(ze,{})}),e("h1",{children:o?Re[o]:"Settings"})]}),i?e(i,{panel:t}):e(Kn,{panel:t})]})})}var Hn={install:({panel:t})=>e(Et,{install:t.install,settings:t.settings,admin:te(t),recipe:t.recipe,visitors:t.router.href({page:"visitors"})}),site:({panel:t})=>e(si,{settings:t.settings,install:t.install,admin:te(t)}),security:({panel:t})=>e(ti,{security:t.security,people:t.people,language:t.language,admin:te(t),href:t.router.href}),privacy:({panel:t})=>e(qt,{settings:t.settings,admin:te(t),href:t.router.href}),agents:({panel:t})=>te(t)?e(wt,{agents:t.agents,me:t.session.me.value}):e(ri,{children:"Here admins say who may log in, and what they may do."}),"api-keys":({panel:t})=>te(t)?e(Ct,{apiKeys:t.apiKeys}):e(ri,{children:"Here admins make the keys with which your own back ends come in."})},te=({session:t})=>t.me.value?.agent.role==="admin";function ri({children:t}){return e(at,{title:"For admins",children:e("p",{children:[t," Your role is agent: ask an admin of yours, or have one make you an admin."]})})}function Kn({panel:t}){return e("ul",{class:"overview",children:Ve.map(o=>e("li",{class:"card",children:e("a",{href:t.router.href({page:"settings",section:o}),children:[e("b",{children:Re[o]}),e("span",{class:"sub",children:Ge[o]})]})},o))})}export{$m as SettingsPage};
