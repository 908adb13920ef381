var Y=globalThis,Q=Y.ShadowRoot&&(Y.ShadyCSS===void 0||Y.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,he=Symbol(),Be=new WeakMap,z=class{constructor(s,e,t){if(this._$cssResult$=!0,t!==he)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=s,this.t=e}get styleSheet(){let s=this.o,e=this.t;if(Q&&s===void 0){let t=e!==void 0&&e.length===1;t&&(s=Be.get(e)),s===void 0&&((this.o=s=new CSSStyleSheet).replaceSync(this.cssText),t&&Be.set(e,s))}return s}toString(){return this.cssText}},qe=i=>new z(typeof i=="string"?i:i+"",void 0,he),y=(i,...s)=>{let e=i.length===1?i[0]:s.reduce((t,r,o)=>t+(n=>{if(n._$cssResult$===!0)return n.cssText;if(typeof n=="number")return n;throw Error("Value passed to 'css' function must be a 'css' function result: "+n+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+i[o+1],i[0]);return new z(e,i,he)},Xe=(i,s)=>{if(Q)i.adoptedStyleSheets=s.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of s){let t=document.createElement("style"),r=Y.litNonce;r!==void 0&&t.setAttribute("nonce",r),t.textContent=e.cssText,i.appendChild(t)}},ue=Q?i=>i:i=>i instanceof CSSStyleSheet?(s=>{let e="";for(let t of s.cssRules)e+=t.cssText;return qe(e)})(i):i;var{is:os,defineProperty:ns,getOwnPropertyDescriptor:as,getOwnPropertyNames:ls,getOwnPropertySymbols:cs,getPrototypeOf:ds}=Object,ee=globalThis,Ze=ee.trustedTypes,ps=Ze?Ze.emptyScript:"",hs=ee.reactiveElementPolyfillSupport,K=(i,s)=>i,fe={toAttribute(i,s){switch(s){case Boolean:i=i?ps:null;break;case Object:case Array:i=i==null?i:JSON.stringify(i)}return i},fromAttribute(i,s){let e=i;switch(s){case Boolean:e=i!==null;break;case Number:e=i===null?null:Number(i);break;case Object:case Array:try{e=JSON.parse(i)}catch{e=null}}return e}},Qe=(i,s)=>!os(i,s),Ye={attribute:!0,type:String,converter:fe,reflect:!1,useDefault:!1,hasChanged:Qe};Symbol.metadata??=Symbol("metadata"),ee.litPropertyMetadata??=new WeakMap;var _=class extends HTMLElement{static addInitializer(s){this._$Ei(),(this.l??=[]).push(s)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(s,e=Ye){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(s)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(s,e),!e.noAccessor){let t=Symbol(),r=this.getPropertyDescriptor(s,t,e);r!==void 0&&ns(this.prototype,s,r)}}static getPropertyDescriptor(s,e,t){let{get:r,set:o}=as(this.prototype,s)??{get(){return this[e]},set(n){this[e]=n}};return{get:r,set(n){let l=r?.call(this);o?.call(this,n),this.requestUpdate(s,l,t)},configurable:!0,enumerable:!0}}static getPropertyOptions(s){return this.elementProperties.get(s)??Ye}static _$Ei(){if(this.hasOwnProperty(K("elementProperties")))return;let s=ds(this);s.finalize(),s.l!==void 0&&(this.l=[...s.l]),this.elementProperties=new Map(s.elementProperties)}static finalize(){if(this.hasOwnProperty(K("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(K("properties"))){let e=this.properties,t=[...ls(e),...cs(e)];for(let r of t)this.createProperty(r,e[r])}let s=this[Symbol.metadata];if(s!==null){let e=litPropertyMetadata.get(s);if(e!==void 0)for(let[t,r]of e)this.elementProperties.set(t,r)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let r=this._$Eu(e,t);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(s){let e=[];if(Array.isArray(s)){let t=new Set(s.flat(1/0).reverse());for(let r of t)e.unshift(ue(r))}else s!==void 0&&e.push(ue(s));return e}static _$Eu(s,e){let t=e.attribute;return t===!1?void 0:typeof t=="string"?t:typeof s=="string"?s.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(s=>this.enableUpdating=s),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(s=>s(this))}addController(s){(this._$EO??=new Set).add(s),this.renderRoot!==void 0&&this.isConnected&&s.hostConnected?.()}removeController(s){this._$EO?.delete(s)}_$E_(){let s=new Map,e=this.constructor.elementProperties;for(let t of e.keys())this.hasOwnProperty(t)&&(s.set(t,this[t]),delete this[t]);s.size>0&&(this._$Ep=s)}createRenderRoot(){let s=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Xe(s,this.constructor.elementStyles),s}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(s=>s.hostConnected?.())}enableUpdating(s){}disconnectedCallback(){this._$EO?.forEach(s=>s.hostDisconnected?.())}attributeChangedCallback(s,e,t){this._$AK(s,t)}_$ET(s,e){let t=this.constructor.elementProperties.get(s),r=this.constructor._$Eu(s,t);if(r!==void 0&&t.reflect===!0){let o=(t.converter?.toAttribute!==void 0?t.converter:fe).toAttribute(e,t.type);this._$Em=s,o==null?this.removeAttribute(r):this.setAttribute(r,o),this._$Em=null}}_$AK(s,e){let t=this.constructor,r=t._$Eh.get(s);if(r!==void 0&&this._$Em!==r){let o=t.getPropertyOptions(r),n=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:fe;this._$Em=r;let l=n.fromAttribute(e,o.type);this[r]=l??this._$Ej?.get(r)??l,this._$Em=null}}requestUpdate(s,e,t,r=!1,o){if(s!==void 0){let n=this.constructor;if(r===!1&&(o=this[s]),t??=n.getPropertyOptions(s),!((t.hasChanged??Qe)(o,e)||t.useDefault&&t.reflect&&o===this._$Ej?.get(s)&&!this.hasAttribute(n._$Eu(s,t))))return;this.C(s,e,t)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(s,e,{useDefault:t,reflect:r,wrapped:o},n){t&&!(this._$Ej??=new Map).has(s)&&(this._$Ej.set(s,n??e??this[s]),o!==!0||n!==void 0)||(this._$AL.has(s)||(this.hasUpdated||t||(e=void 0),this._$AL.set(s,e)),r===!0&&this._$Em!==s&&(this._$Eq??=new Set).add(s))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let s=this.scheduleUpdate();return s!=null&&await s,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,o]of this._$Ep)this[r]=o;this._$Ep=void 0}let t=this.constructor.elementProperties;if(t.size>0)for(let[r,o]of t){let{wrapped:n}=o,l=this[r];n!==!0||this._$AL.has(r)||l===void 0||this.C(r,void 0,o,l)}}let s=!1,e=this._$AL;try{s=this.shouldUpdate(e),s?(this.willUpdate(e),this._$EO?.forEach(t=>t.hostUpdate?.()),this.update(e)):this._$EM()}catch(t){throw s=!1,this._$EM(),t}s&&this._$AE(e)}willUpdate(s){}_$AE(s){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(s)),this.updated(s)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(s){return!0}update(s){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(s){}firstUpdated(s){}};_.elementStyles=[],_.shadowRootOptions={mode:"open"},_[K("elementProperties")]=new Map,_[K("finalized")]=new Map,hs?.({ReactiveElement:_}),(ee.reactiveElementVersions??=[]).push("2.1.2");var we=globalThis,et=i=>i,te=we.trustedTypes,tt=te?te.createPolicy("lit-html",{createHTML:i=>i}):void 0,at="$lit$",S=`lit$${Math.random().toFixed(9).slice(2)}$`,lt="?"+S,us=`<${lt}>`,O=document,W=()=>O.createComment(""),V=i=>i===null||typeof i!="object"&&typeof i!="function",xe=Array.isArray,fs=i=>xe(i)||typeof i?.[Symbol.iterator]=="function",me=`[ 	
\f\r]`,G=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,st=/-->/g,rt=/>/g,T=RegExp(`>|${me}(?:([^\\s"'>=/]+)(${me}*=${me}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),it=/'/g,ot=/"/g,ct=/^(?:script|style|textarea|title)$/i,_e=i=>(s,...e)=>({_$litType$:i,strings:s,values:e}),a=_e(1),dt=_e(2),tr=_e(3),P=Symbol.for("lit-noChange"),c=Symbol.for("lit-nothing"),nt=new WeakMap,R=O.createTreeWalker(O,129);function pt(i,s){if(!xe(i)||!i.hasOwnProperty("raw"))throw Error("invalid template strings array");return tt!==void 0?tt.createHTML(s):s}var ms=(i,s)=>{let e=i.length-1,t=[],r,o=s===2?"<svg>":s===3?"<math>":"",n=G;for(let l=0;l<e;l++){let d=i[l],p,u,f=-1,v=0;for(;v<d.length&&(n.lastIndex=v,u=n.exec(d),u!==null);)v=n.lastIndex,n===G?u[1]==="!--"?n=st:u[1]!==void 0?n=rt:u[2]!==void 0?(ct.test(u[2])&&(r=RegExp("</"+u[2],"g")),n=T):u[3]!==void 0&&(n=T):n===T?u[0]===">"?(n=r??G,f=-1):u[1]===void 0?f=-2:(f=n.lastIndex-u[2].length,p=u[1],n=u[3]===void 0?T:u[3]==='"'?ot:it):n===ot||n===it?n=T:n===st||n===rt?n=G:(n=T,r=void 0);let $=n===T&&i[l+1].startsWith("/>")?" ":"";o+=n===G?d+us:f>=0?(t.push(p),d.slice(0,f)+at+d.slice(f)+S+$):d+S+(f===-2?l:$)}return[pt(i,o+(i[e]||"<?>")+(s===2?"</svg>":s===3?"</math>":"")),t]},B=class i{constructor({strings:s,_$litType$:e},t){let r;this.parts=[];let o=0,n=0,l=s.length-1,d=this.parts,[p,u]=ms(s,e);if(this.el=i.createElement(p,t),R.currentNode=this.el.content,e===2||e===3){let f=this.el.content.firstChild;f.replaceWith(...f.childNodes)}for(;(r=R.nextNode())!==null&&d.length<l;){if(r.nodeType===1){if(r.hasAttributes())for(let f of r.getAttributeNames())if(f.endsWith(at)){let v=u[n++],$=r.getAttribute(f).split(S),N=/([.?@])?(.*)/.exec(v);d.push({type:1,index:o,name:N[2],strings:$,ctor:N[1]==="."?ye:N[1]==="?"?be:N[1]==="@"?ve:H}),r.removeAttribute(f)}else f.startsWith(S)&&(d.push({type:6,index:o}),r.removeAttribute(f));if(ct.test(r.tagName)){let f=r.textContent.split(S),v=f.length-1;if(v>0){r.textContent=te?te.emptyScript:"";for(let $=0;$<v;$++)r.append(f[$],W()),R.nextNode(),d.push({type:2,index:++o});r.append(f[v],W())}}}else if(r.nodeType===8)if(r.data===lt)d.push({type:2,index:o});else{let f=-1;for(;(f=r.data.indexOf(S,f+1))!==-1;)d.push({type:7,index:o}),f+=S.length-1}o++}}static createElement(s,e){let t=O.createElement("template");return t.innerHTML=s,t}};function D(i,s,e=i,t){if(s===P)return s;let r=t!==void 0?e._$Co?.[t]:e._$Cl,o=V(s)?void 0:s._$litDirective$;return r?.constructor!==o&&(r?._$AO?.(!1),o===void 0?r=void 0:(r=new o(i),r._$AT(i,e,t)),t!==void 0?(e._$Co??=[])[t]=r:e._$Cl=r),r!==void 0&&(s=D(i,r._$AS(i,s.values),r,t)),s}var ge=class{constructor(s,e){this._$AV=[],this._$AN=void 0,this._$AD=s,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(s){let{el:{content:e},parts:t}=this._$AD,r=(s?.creationScope??O).importNode(e,!0);R.currentNode=r;let o=R.nextNode(),n=0,l=0,d=t[0];for(;d!==void 0;){if(n===d.index){let p;d.type===2?p=new q(o,o.nextSibling,this,s):d.type===1?p=new d.ctor(o,d.name,d.strings,this,s):d.type===6&&(p=new $e(o,this,s)),this._$AV.push(p),d=t[++l]}n!==d?.index&&(o=R.nextNode(),n++)}return R.currentNode=O,r}p(s){let e=0;for(let t of this._$AV)t!==void 0&&(t.strings!==void 0?(t._$AI(s,t,e),e+=t.strings.length-2):t._$AI(s[e])),e++}},q=class i{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(s,e,t,r){this.type=2,this._$AH=c,this._$AN=void 0,this._$AA=s,this._$AB=e,this._$AM=t,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let s=this._$AA.parentNode,e=this._$AM;return e!==void 0&&s?.nodeType===11&&(s=e.parentNode),s}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(s,e=this){s=D(this,s,e),V(s)?s===c||s==null||s===""?(this._$AH!==c&&this._$AR(),this._$AH=c):s!==this._$AH&&s!==P&&this._(s):s._$litType$!==void 0?this.$(s):s.nodeType!==void 0?this.T(s):fs(s)?this.k(s):this._(s)}O(s){return this._$AA.parentNode.insertBefore(s,this._$AB)}T(s){this._$AH!==s&&(this._$AR(),this._$AH=this.O(s))}_(s){this._$AH!==c&&V(this._$AH)?this._$AA.nextSibling.data=s:this.T(O.createTextNode(s)),this._$AH=s}$(s){let{values:e,_$litType$:t}=s,r=typeof t=="number"?this._$AC(s):(t.el===void 0&&(t.el=B.createElement(pt(t.h,t.h[0]),this.options)),t);if(this._$AH?._$AD===r)this._$AH.p(e);else{let o=new ge(r,this),n=o.u(this.options);o.p(e),this.T(n),this._$AH=o}}_$AC(s){let e=nt.get(s.strings);return e===void 0&&nt.set(s.strings,e=new B(s)),e}k(s){xe(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,t,r=0;for(let o of s)r===e.length?e.push(t=new i(this.O(W()),this.O(W()),this,this.options)):t=e[r],t._$AI(o),r++;r<e.length&&(this._$AR(t&&t._$AB.nextSibling,r),e.length=r)}_$AR(s=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);s!==this._$AB;){let t=et(s).nextSibling;et(s).remove(),s=t}}setConnected(s){this._$AM===void 0&&(this._$Cv=s,this._$AP?.(s))}},H=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(s,e,t,r,o){this.type=1,this._$AH=c,this._$AN=void 0,this.element=s,this.name=e,this._$AM=r,this.options=o,t.length>2||t[0]!==""||t[1]!==""?(this._$AH=Array(t.length-1).fill(new String),this.strings=t):this._$AH=c}_$AI(s,e=this,t,r){let o=this.strings,n=!1;if(o===void 0)s=D(this,s,e,0),n=!V(s)||s!==this._$AH&&s!==P,n&&(this._$AH=s);else{let l=s,d,p;for(s=o[0],d=0;d<o.length-1;d++)p=D(this,l[t+d],e,d),p===P&&(p=this._$AH[d]),n||=!V(p)||p!==this._$AH[d],p===c?s=c:s!==c&&(s+=(p??"")+o[d+1]),this._$AH[d]=p}n&&!r&&this.j(s)}j(s){s===c?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,s??"")}},ye=class extends H{constructor(){super(...arguments),this.type=3}j(s){this.element[this.name]=s===c?void 0:s}},be=class extends H{constructor(){super(...arguments),this.type=4}j(s){this.element.toggleAttribute(this.name,!!s&&s!==c)}},ve=class extends H{constructor(s,e,t,r,o){super(s,e,t,r,o),this.type=5}_$AI(s,e=this){if((s=D(this,s,e,0)??c)===P)return;let t=this._$AH,r=s===c&&t!==c||s.capture!==t.capture||s.once!==t.once||s.passive!==t.passive,o=s!==c&&(t===c||r);r&&this.element.removeEventListener(this.name,this,t),o&&this.element.addEventListener(this.name,this,s),this._$AH=s}handleEvent(s){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,s):this._$AH.handleEvent(s)}},$e=class{constructor(s,e,t){this.element=s,this.type=6,this._$AN=void 0,this._$AM=e,this.options=t}get _$AU(){return this._$AM._$AU}_$AI(s){D(this,s)}};var gs=we.litHtmlPolyfillSupport;gs?.(B,q),(we.litHtmlVersions??=[]).push("3.3.3");var ht=(i,s,e)=>{let t=e?.renderBefore??s,r=t._$litPart$;if(r===void 0){let o=e?.renderBefore??null;t._$litPart$=r=new q(s.insertBefore(W(),o),o,void 0,e??{})}return r._$AI(i),r};var ke=globalThis,A=class extends _{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let s=super.createRenderRoot();return this.renderOptions.renderBefore??=s.firstChild,s}update(s){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(s),this._$Do=ht(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return P}};A._$litElement$=!0,A.finalized=!0,ke.litElementHydrateSupport?.({LitElement:A});var ys=ke.litElementPolyfillSupport;ys?.({LitElement:A});(ke.litElementVersions??=[]).push("4.2.2");var b="enphase_envoy_raw_data",se=class{constructor(s){this.hass=s}async act(s,e){return(await this.hass().callWS({type:"call_service",domain:b,service:s,service_data:e,return_response:!0})).response}catalogue(s){return this.hass().callWS({type:`${b}/catalogue`,language:s})}async search(s){let e=`${b}/search`,t=await this.hass().callWS({type:e,text:s});return new Set(t.paths)}follow(s){return this.subscribe(e=>s(e.gateways),{type:`${b}/gateways`},!0)}probe(s,e){return this.subscribe(e,{type:`${b}/probe`,entry_id:s},!1)}recording(s,e){return this.subscribe(e,{type:`${b}/recording`,entry_id:s},!1)}async subscribe(s,e,t){let{connection:r}=this.hass(),o=await r.subscribeMessage(s,e,{resubscribe:t});return()=>{o().catch(()=>{})}}},Se=3;function X(i){return i?.error?.code===Se}function ut(i,s,e){if(i===Se||X(i))return e(i===Se?"connection_lost":"connection_broke");let{message:t,translation_key:r,translation_domain:o,translation_placeholders:n}=i??{},l=o??b;return r&&s.localize(`component.${l}.exceptions.${r}.message`,n??{})||t||e("failed")}function ft(i){return i.normalize("NFKD").replace(new RegExp("\\p{M}","gu"),"").toLowerCase()}function Ae(i,s){return i?.probe?.answers[s.path]}function mt(i,s){return{...i,answersOnly:i.answersOnly&&!!s?.probe,writableOnly:i.writableOnly&&!i.toWrite}}function gt(i,s,e){let t=ft(e.text).split(/\s+/).filter(Boolean),r=n=>{let l=ft(`${n.path} ${n.endpoint} ${n.name}`);return(!e.answersOnly||Ae(s,n)===!0)&&(!e.writableOnly||n.write!==null)&&(e.toWrite?n.write!==null:n.readable)&&(t.every(d=>l.includes(d))||!!e.found?.has(n.path))},o=i.endpoints.filter(r);return i.topics.map(n=>({topic:n,endpoints:o.filter(l=>l.topic===n)})).filter(n=>n.endpoints.length>0)}function Ee(i,s){let e=s.split("?")[0];return i?.endpoints.find(t=>t.path===e||t.endpoint===s||t.endpoint===e)}function re(i,s){let e=s.write?.locked_page;return!!e&&!i?.opened_pages.includes(e)}function yt(i,s){let e=s.trim();return/^\/\S+$/.test(e)&&!Ee(i,e)?e:null}var U=["read","write","record"];function Te(i){let s=new URLSearchParams(i.replace(/^#/,"")),e=s.get("endpoint")??"";return{gateway:s.get("gateway")??"",tab:U.find(t=>t===s.get("tab"))??"read",endpoint:e.startsWith("/")?e:""}}function ie(i){let s=Object.entries(i).filter(([,e])=>e);return`#${new URLSearchParams(s)}`}function m(i,s){customElements.get(i)||customElements.define(i,s)}var h=class extends A{static{this.properties={context:{attribute:!1}}}say(s,e){return this.context.say(s,e)}get language(){return this.context.hass().language}failure(s){return ut(s,this.context.hass(),this.context.say)}async showNew(s){await this.updateComplete,this.renderRoot.querySelector(s)?.scrollIntoView({block:"nearest"})}tell(s,e){this.dispatchEvent(new CustomEvent(s,{detail:e,bubbles:!0,composed:!0}))}},g=y`
  :host {
    display: block;
    color: var(--primary-text-color);
    font-size: 14px;
    line-height: 1.45;
  }
  * {
    box-sizing: border-box;
  }
  h2 {
    font-size: 20px;
    font-weight: 500;
    margin: 0;
    overflow-wrap: anywhere;
  }
  h3 {
    font-size: 15px;
    font-weight: 500;
    margin: 0;
  }
  p {
    margin: 4px 0;
  }
  code,
  pre,
  textarea,
  .mono {
    font-family: var(--code-font-family, ui-monospace, monospace);
    font-size: 13px;
  }
  a {
    color: var(--primary-color);
  }
  .soft {
    color: var(--secondary-text-color);
  }
  .card {
    background: var(--ha-card-background, var(--card-background-color, #fff));
    border: 1px solid var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, 12px);
    padding: 16px;
    margin-bottom: 16px;
    /* Below the head of the page, which stays. */
    scroll-margin-top: 116px;
  }
  details {
    margin: 8px 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .grow {
    flex: 1 1 180px;
    min-width: 0;
  }
  .chip {
    display: inline-block;
    border-radius: 10px;
    padding: 1px 8px;
    font-size: 12px;
    line-height: 18px;
    white-space: nowrap;
    color: var(--primary-text-color);
    background: color-mix(in srgb, var(--secondary-text-color) 16%, transparent);
  }
  .chip.good {
    background: color-mix(in srgb, var(--success-color, #43a047) 24%, transparent);
  }
  .chip.bad {
    background: color-mix(in srgb, var(--error-color, #db4437) 24%, transparent);
  }
  .chip.warn {
    background: color-mix(in srgb, var(--warning-color, #ffa600) 26%, transparent);
  }
  .box {
    border-left: 4px solid var(--info-color, #039be5);
    background: color-mix(in srgb, var(--info-color, #039be5) 10%, transparent);
    border-radius: 4px;
    padding: 8px 12px;
    margin: 8px 0;
    overflow-wrap: anywhere;
  }
  .box.bad {
    border-color: var(--error-color, #db4437);
    background: color-mix(in srgb, var(--error-color, #db4437) 10%, transparent);
  }
  .box.warn {
    border-color: var(--warning-color, #ffa600);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 12%, transparent);
  }
  .box.good {
    border-color: var(--success-color, #43a047);
    background: color-mix(in srgb, var(--success-color, #43a047) 12%, transparent);
  }
  button,
  select,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button.act,
  button.soft,
  select,
  input[type="text"],
  input[type="search"],
  input[type="number"],
  textarea {
    border: 1px solid var(--outline-color, var(--divider-color, #bbb));
    border-radius: 8px;
    min-height: 40px;
    padding: 6px 12px;
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  select {
    max-width: 100%;
  }
  input[type="number"] {
    width: 76px;
  }
  input[type="checkbox"] {
    width: 18px;
    height: 18px;
    accent-color: var(--primary-color);
    flex: none;
    margin: 0;
  }
  label.tick {
    display: inline-flex;
    gap: 8px;
    align-items: center;
    min-height: 40px;
  }
  textarea,
  input.mono {
    font-family: var(--code-font-family, ui-monospace, monospace);
    font-size: 13px;
  }
  textarea {
    width: 100%;
    min-height: 200px;
    resize: vertical;
    white-space: pre;
    tab-size: 2;
  }
  textarea[readonly] {
    white-space: pre-wrap;
  }
  button.act {
    background: var(--primary-color, #03a9f4);
    border-color: transparent;
    color: var(--text-primary-color, #fff);
    font-weight: 500;
  }
  button.act.danger {
    background: var(--error-color, #db4437);
  }
  button.soft {
    color: var(--primary-text-color);
  }
  button.soft[aria-pressed="true"] {
    border-color: var(--primary-color);
    background: color-mix(in srgb, var(--primary-color) 14%, transparent);
  }
  button:hover:not(:disabled) {
    filter: brightness(0.96);
  }
  button:disabled {
    cursor: default;
    opacity: 0.45;
  }
  button:focus-visible,
  select:focus-visible,
  input:focus-visible,
  textarea:focus-visible,
  summary:focus-visible,
  [tabindex]:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 1px;
  }
  .ears {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  progress {
    width: 100%;
    accent-color: var(--primary-color);
  }
`;function J(i,s=80){if(i===void 0)return"";let e=typeof i=="string"?i:JSON.stringify(i);return e.length>s?`${e.slice(0,s-1)}…`:e}function I(i){return typeof i=="number"&&Math.abs(i)>Number.MAX_SAFE_INTEGER}function oe(i,s){let[e,t]=i<1e3?["byte",1]:i<1e6?["kilobyte",1e3]:["megabyte",1e6];return new Intl.NumberFormat(s,{style:"unit",unit:String(e),unitDisplay:"short",maximumFractionDigits:1}).format(i/Number(t))}function C(i,s){let e=i<1;return new Intl.NumberFormat(s,{style:"unit",unit:e?"millisecond":"second",maximumFractionDigits:e?0:1}).format(e?i*1e3:i)}var bs=[["day",86400],["hour",3600],["minute",60],["second",1]];function ne(i,s,e){let t=(Date.parse(i)-s)/1e3,[r,o]=bs.find(([,l])=>Math.abs(t)>=l)??["second",1];return new Intl.RelativeTimeFormat(e,{numeric:"auto"}).format(Math.round(t/o),r)}function F(i,s){return new Date(i).toLocaleString(s,{dateStyle:"medium",timeStyle:"medium"})}var vs=150,$s=["installer","owner","prov","support"],Re=class extends h{constructor(){super();this.timer=0;this.end=null;this.type=e=>{let{value:t}=e.target;this.wanted={...this.wanted,text:t,found:null},clearTimeout(this.timer),t.trim()&&(this.timer=window.setTimeout(async()=>{let r=await this.context.api.search(t).catch(()=>null);t===this.wanted.text&&(this.wanted={...this.wanted,found:r})},vs))};this.enter=e=>{let t=this.wanted.text.trim();e.key==="Enter"&&/^\/\S+$/.test(t)&&(e.preventDefault(),this.choose(t))};this.start=async()=>{let{gateway:e}=this;if(!(!e||this.progress)){this.trouble="",this.progress={done:0,total:0,answered:0};try{let t=await this.context.api.probe(e.id,this.step);this.progress?this.end=t:t()}catch(t){this.progress=null,this.trouble=this.failure(t)}}};this.stop=()=>{this.end?.(),this.end=null,this.progress=null};this.lost=()=>{this.progress&&(this.end=null,this.progress=null,this.trouble=this.say("connection_broke"))};this.step=e=>{if(this.progress)if(e.ended)this.stop(),this.trouble=e.error?this.failure(e.error):"";else if(e.total!==void 0)this.progress={...this.progress,total:e.total};else{let{done:t,total:r,answered:o}=this.progress;this.progress={total:r,done:t+1,answered:o+(e.answered?1:0)}}};this.wanted={text:"",found:null,answersOnly:!1,writableOnly:!1,toWrite:!1},this.progress=null,this.trouble=""}static{this.properties={...h.properties,catalogue:{attribute:!1},gateway:{attribute:!1},chosen:{attribute:!1},writes:{attribute:!1},wanted:{state:!0},progress:{state:!0},trouble:{state:!0}}}static{this.styles=[g,y`
      input[type="search"] {
        width: 100%;
      }
      details {
        margin: 0;
        border-top: 1px solid var(--divider-color, #ddd);
      }
      summary {
        cursor: pointer;
        padding: 10px 4px;
        font-weight: 500;
      }
      .item {
        display: block;
        width: 100%;
        border: 0;
        border-radius: 8px;
        background: none;
        text-align: left;
        padding: 6px 8px;
        min-height: 44px;
      }
      .item:hover,
      .item[aria-current="true"] {
        background: color-mix(in srgb, var(--primary-color) 14%, transparent);
      }
      .item .mono {
        color: var(--secondary-text-color);
        overflow-wrap: anywhere;
      }
      .name {
        overflow-wrap: anywhere;
      }
      .marks {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-top: 2px;
      }
      .probe {
        margin: 8px 0;
      }
    `]}connectedCallback(){super.connectedCallback(),this.context.hass().connection.addEventListener("ready",this.lost)}disconnectedCallback(){super.disconnectedCallback(),this.context.hass().connection.removeEventListener("ready",this.lost),clearTimeout(this.timer),this.stop()}willUpdate(e){let t=e.get("gateway");t&&t.id!==this.gateway?.id&&(this.stop(),this.trouble="")}render(){let e=mt({...this.wanted,toWrite:this.writes},this.gateway),t=e.answersOnly||e.writableOnly,r=gt(this.catalogue,this.gateway,e),o=!!this.wanted.text.trim(),n=yt(this.catalogue,this.wanted.text);return a`
      <label>
        <span class="ears">${this.say("search")}</span>
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          maxlength="200"
          placeholder=${this.say("search")}
          .value=${this.wanted.text}
          @input=${this.type}
          @keydown=${this.enter}
        />
      </label>
      <div class="row">
        ${this.tick("answersOnly","only_answers",!this.gateway?.probe)}
        ${this.writes?c:this.tick("writableOnly","only_writable",!1)}
      </div>
      ${this.probe()}
      ${n?a`<button class="item" @click=${()=>this.choose(n)}>
            <span class="name">${this.say("use_own_path")}</span>
            <div class="mono">${n}</div>
          </button>`:c}
      ${r.length||n?c:a`<p class="soft" role="status">
            ${this.say(t?"nothing_ticked":"nothing_found")}
          </p>`}
      ${r.map(({topic:l,endpoints:d})=>a`<details ?open=${o||this.holds(d)}>
          <summary>
            ${this.say(`topic_${l}`)} <span class="soft">${d.length}</span>
          </summary>
          ${d.map(p=>this.item(p))}
        </details>`)}
    `}holds(e){let t=e[0]?.topic===this.catalogue.topics[0];return e.some(r=>(r.endpoint??r.path)===this.chosen)||!this.chosen&&t}tick(e,t,r){return a`<label class="tick">
      <input
        type="checkbox"
        .checked=${this.wanted[e]&&!r}
        ?disabled=${r}
        @change=${()=>this.wanted={...this.wanted,[e]:!this.wanted[e]}}
      />
      ${this.say(t)}
    </label>`}item(e){let t=e.endpoint??e.path,r=Ae(this.gateway,e),o=[r===!0?["good",this.say("answers_here")]:null,r===!1?["",this.say("no_answer_here")]:null,e.role&&e.role!=="none"&&e.role!=="anybody"?["",$s.includes(e.role)?this.say(`role_${e.role}`):e.role,"role_about"]:null,e.write&&!this.writes?["",this.say("writable")]:null,re(this.gateway,e)?["warn",this.say("locked")]:null].filter(n=>n!==null);return a`<button
      class="item"
      aria-current=${t===this.chosen}
      @click=${()=>this.choose(t)}
    >
      <span class="name">${e.name}</span>
      <div class="mono">${t}</div>
      <div class="marks">
        ${o.map(([n,l,d])=>a`<span
            class="chip ${n}"
            title=${d?this.say(d):c}
            >${l}</span
          >`)}
      </div>
    </button>`}probe(){let{gateway:e,progress:t}=this;if(t)return a`<div class="probe card" role="status">
        <div class="row">
          <span class="grow"
            >${this.say("probing",{...t})}</span
          >
          <button class="soft" @click=${this.stop}>${this.say("stop")}</button>
        </div>
        <progress max=${t.total||1} .value=${t.done}></progress>
      </div>`;let r=e?.probe,o=Object.values(r?.answers??{}),n={answered:o.filter(Boolean).length,asked:o.length,ago:r?ne(r.at,Date.now(),this.language):""};return a`<div class="probe row">
      <span class="grow soft">${this.say(r?"probed":"not_probed",n)}</span>
      <button class="soft" ?disabled=${e?.state!=="loaded"} @click=${this.start}>
        ${this.say("probe")}
      </button>
      ${this.trouble?a`<div class="box bad" role="alert">${this.trouble}</div>`:c}
    </div>`}choose(e){this.tell("explorer-endpoint",{endpoint:e})}};m("enphase-explorer-endpoints",Re);var ws=/^[A-Za-z_][A-Za-z0-9_]*$/;function w(i,s=!1){let e="";for(let t of i)if(typeof t=="number")e+=s?"[]":`[${t}]`;else{let r=ws.test(t)?t:JSON.stringify(t);e+=e?`.${r}`:r}return e||"@"}function bt(i){return i.some(s=>typeof s=="number")&&i.length>1}function M(i){return typeof i=="object"&&i!==null&&!Array.isArray(i)}function k(i){return Array.isArray(i)?Array.from(i.keys()):M(i)?Object.keys(i):[]}var xs=360,_s=200,ks=12,Ss=4,vt=5e3;function $t(i,s,e){let t=new Map(i.map(r=>[r.name,r.points]));return As(s).map(([r,o])=>({name:r,points:[...t.get(r)??[],{at:e,value:o}].slice(-xs)}))}function wt(i){let s=i.filter(({points:e})=>e.some(t=>t.value!==e[0]?.value));return s.length?s.slice(0,ks):i.slice(0,Ss)}function As(i){let s=[],e=[[[],i]];for(let t=0;e.length&&t<vt;t+=1){let[r,o]=e.shift();if(typeof o=="number"){if(s.push([w(r),o]),s.length===_s)break}else if(Array.isArray(o)||M(o))for(let n of k(o)){if(e.length>vt)break;e.push([[...r,n],o[n]])}}return s}function xt(i,s,e){let t=i.map(d=>d.value),[r,o]=[Math.min(...t),Math.max(...t)],n=i[0]?.at??0,l=(i.at(-1)?.at??0)-n||1;return i.map(({at:d,value:p})=>{let u=(d-n)/l*s,f=o===r?e/2:e-(p-r)/(o-r)*e;return`${u.toFixed(1)},${f.toFixed(1)}`}).join(" ")}var kt="enphase_envoy_raw_data";function ae(i){return JSON.stringify(i).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g,s=>`\\u${s.charCodeAt(0).toString(16).padStart(4,"0")}`)}function _t(i){return/^[A-Za-z0-9_/][A-Za-z0-9_./]*$/.test(i)&&!/^[\d.]+$/.test(i)?i:ae(i)}function St(i){return ae(i).replace(/[{}%#]/g,s=>`\\x${s.charCodeAt(0).toString(16)}`)}function At(i){return[`config_entry_id: ${_t(i.entryId)}`,`endpoint: ${_t(i.endpoint)}`,...i.select?[`select: ${ae(i.select)}`]:[],...i.parseXml?["parse_xml: true"]:[]]}function Et(i){let s=At(i).map(e=>`  ${e}`);return`action: ${kt}.read_data
data:
${s.join(`
`)}
response_variable: reply
`}function Tt(i){return`{{ reply[${St(i.endpoint)}] }}
`}function Rt(i){return typeof i=="object"?!1:String(i).length<=255}function Ot(i,s,e){let t=At(i).map(d=>`          ${d}`),r=St(i.endpoint),o=typeof e=="number",n=o||typeof e=="boolean"?typeof e:"string",l=`raw_${s.toLowerCase().replace(/[^a-z0-9]+/g,"_")}`.slice(0,60);return`template:
  - triggers:
      - trigger: time_pattern
        minutes: /15
    variables:
      reply: {}
    actions:
      - action: ${kt}.read_data
        continue_on_error: true
        data:
${t.join(`
`)}
          continue_on_error: true
        response_variable: reply
    sensor:
      - name: ${ae(s)}
        unique_id: ${l}
        state: >-
          {{ reply[${r}] }}
        availability: >-
          {{ reply.get(${r}) is ${n} }}
${o?`        state_class: measurement
`:""}`}function L(i){if(!i.trim())return null;try{JSON.parse(i)}catch(s){let e=String(s),t=/line (\d+)/.exec(e)?.[1];return t?Number(t):Rs(i)}return null}var Es=/^(?:true|false|null|-?\d[\d.eE+-]*)$/,Ts=/"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+|"/gs;function Rs(i){let s=i.length;for(let{0:e,index:t}of i.matchAll(Ts))if(!/^(?:".|[{}[\],:])/s.test(e)&&!Es.test(e)){s=t;break}return i.slice(0,s).split(`
`).length}function le(i){let s="",e=0,t=()=>`
${"  ".repeat(e)}`,r=i.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs)??[];for(let[o,n]of r.entries()){let l=r[o+1],d=r[o-1];switch(n){case"{":case"[":e+=1,s+=l==="}"||l==="]"?n:n+t();break;case"}":case"]":e-=1,s+=d==="{"||d==="["?n:t()+n;break;case",":s+=n+t();break;case":":s+=": ";break;default:s+=n}}return s}function Pt(i,s){if(!s.length||L(i)!==null)return i;let e=i.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs)??[],t=0,r=o=>{let n=e[t++]??"",l=[];if(n==="{"){for(;e[t]!=="}";){t+=e[t]===","?1:0;let d=e[t];t+=2;let p=r(o+1);(o>0||!s.includes(JSON.parse(d)))&&l.push(`${d}: ${p}`)}return t+=1,`{${l.join(", ")}}`}if(n==="["){for(;e[t]!=="]";)t+=e[t]===","?1:0,l.push(r(o));return t+=1,`[${l.join(", ")}]`}return n};return r(0)}var Os=["action","sensor","template","raw"],Oe=class extends h{constructor(){super();this.copy=async()=>{let e=!0;try{await navigator.clipboard.writeText(this.text)}catch{this.renderRoot.querySelector("textarea")?.select(),e=document.execCommand("copy")}this.told=e?"copied":"copy_failed"};this.text="",this.kind=null,this.told="",this.trouble=""}static{this.properties={...h.properties,call:{attribute:!1},name:{attribute:!1},value:{attribute:!1},text:{state:!0},kind:{state:!0},told:{state:!0},trouble:{state:!0}}}static{this.styles=[g]}willUpdate(e){let t=e.get("call");t&&JSON.stringify(t)!==JSON.stringify(this.call)&&(this.kind=null,this.trouble="")}render(){return a`<div class="row" role="group" aria-label=${this.say("take_along")}>
        <span class="soft">${this.say("take_along")}</span>
        ${Os.map(e=>a`<button
            class="soft"
            aria-pressed=${e===this.kind}
            @click=${()=>this.show(e)}
          >
            ${this.say(`copy_${e}`)}
          </button>`)}
      </div>
      ${this.trouble?a`<div class="box bad" role="alert">${this.trouble}</div>`:c}
      ${this.kind==="sensor"&&!Rt(this.value)?a`<div class="box warn" role="alert">${this.say("sensor_one_value")}</div>`:c}
      ${this.kind?a`<p>
              <textarea readonly aria-label=${this.say(`copy_${this.kind}`)} .value=${this.text}>
              </textarea>
            </p>
            <div class="row">
              <button class="act" @click=${this.copy}>${this.say("copy")}</button>
              <button class="soft" @click=${()=>this.kind=null}>${this.say("close")}</button>
              <span role="status">${this.told?this.say(this.told):""}</span>
            </div>`:c}`}async show(e){let t={action:()=>Et(this.call),sensor:()=>Ot(this.call,this.name,this.value),template:()=>Tt(this.call),raw:()=>this.raw()};this.trouble="";try{this.text=await t[e]()}catch(r){this.kind=null,this.trouble=this.failure(r);return}this.kind=e,this.told="",await this.updateComplete,await this.copy()}async raw(){let{entryId:e,endpoint:t,select:r,parseXml:o}=this.call,n=await this.context.api.act("read_data",{config_entry_id:e,endpoint:t,select:`to_string(${r||"@"})`,from_cache:!0,...o?{parse_xml:!0}:{}});return le(n[t]??"")}};m("enphase-explorer-copies",Oe);function Ct(i,s,e){let t=[`${e("status")} ${i.status}`,oe(i.bytes,s),C(i.duration,s),F(i.read_at,s)],r=e("from_cache",{age:C(i.age,s)});return a`<div class="row" role="status">
    ${t.map(o=>a`<span class="chip">${o}</span>`)}
    ${i.recording?a`<span class="chip warn">${e("recorded")}</span>`:c}
    ${i.from_cache&&!i.recording?a`<span class="chip warn">${r}</span>`:c}
  </div>`}function Mt(i,s){let e=i.notes??[];return e.length?a`<details>
    <summary>${s("notes",{count:e.length})}</summary>
    ${e.map(t=>{let r=[t.unit,t.sign,t.taken_for].filter(Boolean).join(" · ");return a`<div class="box">
        <code>${String(t.field??"")}</code> ${String(t.meaning??"")}
        <span class="soft">${r}</span>
      </div>`})}
  </details>`:c}var[Lt,Nt]=[160,36],Pe=class extends h{static{this.properties={...h.properties,series:{attribute:!1}}}static{this.styles=[g,y`
      .plots {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
        gap: 12px;
        margin: 12px 0;
      }
      .plot {
        min-width: 0;
      }
      .name {
        overflow-wrap: anywhere;
      }
      svg {
        width: 100%;
        height: 40px;
        display: block;
      }
      polyline {
        fill: none;
        stroke: var(--primary-color);
        stroke-width: 2;
        vector-effect: non-scaling-stroke;
      }
    `]}render(){return a`<div class="plots">${wt(this.series).map(s=>this.plot(s))}</div>`}plot({name:s,points:e}){let t=e.map(n=>n.value),r={low:String(Math.min(...t)),high:String(Math.max(...t)),count:t.length},o=this.say("plot_about",r);return a`<div class="plot">
      <div class="name mono">${J(s,120)}</div>
      <strong>${t.at(-1)}</strong>
      <svg
        viewBox="-2 -2 ${Lt+4} ${Nt+4}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${`${s}: ${o}`}
      >
        ${dt`<polyline points=${xt(e,Lt,Nt)}></polyline>`}
      </svg>
      <span class="soft">${o}</span>
    </div>`}};m("enphase-explorer-plots",Pe);var Ut=40,Ps=200;function Jt(i){return Array.isArray(i)&&i.length>0&&i.every(M)}function It(i){return jt(i).slice(0,Ut)}function Ft(i){return Math.max(jt(i).length-Ut,0)}function jt(i){return[...new Set(i.slice(0,Ps).flatMap(Object.keys))]}function zt(i,s,e){let t=o=>i[o]?.[s],r=[...i.keys()];return r.sort((o,n)=>{let[l,d]=[t(o),t(n)],p=Dt(l)-Dt(d);if(p)return p;let u=Cs(l,d);return e?-u:u}),r}function Dt(i){return i==null?2:typeof i=="number"?0:1}function Cs(i,s){return typeof i=="number"&&typeof s=="number"?i-s:Ht(i).localeCompare(Ht(s),void 0,{numeric:!0})}function Ht(i){return typeof i=="string"?i:JSON.stringify(i)??""}var Ms={ArrowDown:[1,0],ArrowLeft:[0,-1],ArrowRight:[0,1],ArrowUp:[-1,0],End:[0,1/0],Home:[0,-1/0],PageDown:[10,0],PageUp:[-10,0]};function Ls(i,[s,e],t){let r=Ms[i];if(!r||!t.length)return null;let o=(l,d)=>Math.min(Math.max(l,0),d-1),n=o(s+r[0],t.length);return[n,o(e+r[1],t[n])]}function Kt(i,s){let e=i.target,t=s.findIndex(l=>l.includes(e)),r=!i.altKey&&!i.ctrlKey&&!i.metaKey&&!i.shiftKey,o=s.map(l=>l.length),n=r&&t>=0?Ls(i.key,[t,s[t].indexOf(e)],o):null;return n?(i.preventDefault(),s[n[0]][n[1]].focus(),!0):!1}function j(i,s){let e=i.find(t=>t===s)??i.find(t=>t.tabIndex===0&&t.dataset.stop==="")??i[0];for(let t of i)t.tabIndex=t===e?0:-1,t.toggleAttribute("data-stop",t===e)}var Ce=100,Me=class extends h{static{this.properties={...h.properties,rows:{attribute:!1},path:{attribute:!1},column:{state:!0},down:{state:!0},most:{state:!0}}}static{this.styles=[g,y`
      .scroll {
        overflow-x: auto;
        max-width: 100%;
      }
      table {
        border-collapse: collapse;
        min-width: 100%;
      }
      th,
      td {
        border-bottom: 1px solid var(--divider-color, #ddd);
        text-align: left;
        white-space: nowrap;
        padding: 0;
      }
      th button,
      td button {
        border: 0;
        background: none;
        padding: 6px 10px;
        text-align: inherit;
        width: 100%;
        min-height: 32px;
      }
      th button {
        font-weight: 500;
      }
      .number {
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      td button:hover {
        background: color-mix(in srgb, var(--primary-color) 16%, transparent);
      }
    `]}constructor(){super(),this.path=[],this.column="",this.down=!1,this.most=Ce}render(){let s=It(this.rows),e=this.column?zt(this.rows,this.column,this.down):[...this.rows.keys()],t=e.length-this.most,r=Ft(this.rows);return a`${r?a`<p class="soft">${this.say("columns_more",{count:r})}</p>`:c}
      <div class="scroll">
        <table
          role="grid"
          aria-label=${this.say("as_table")}
          @keydown=${o=>Kt(o,this.buttons())}
          @focusin=${o=>j(this.buttons().flat(),o.target)}
        >
          <thead>
            <tr>
              ${s.map(o=>this.head(o))}
            </tr>
          </thead>
          <tbody>
            ${e.slice(0,this.most).map(o=>this.line(o,s))}
          </tbody>
        </table>
      </div>
      ${t>0?a`<button class="soft" @click=${()=>this.most+=Ce}>
            ${this.say("show_more",{count:Math.min(t,Ce),rest:t})}
          </button>`:c}`}updated(){j(this.buttons().flat())}buttons(){return[...this.renderRoot.querySelectorAll("tr")].map(s=>[...s.querySelectorAll("button")])}head(s){let e=s===this.column,t=e?this.down?"descending":"ascending":"none",r=e?this.down?" ▾":" ▴":"";return a`<th scope="col" aria-sort=${t}>
      <button title=${this.say("sort_by")} @click=${()=>this.sort(s)}>${s}${r}</button>
    </th>`}line(s,e){let t=this.rows[s];return a`<tr>
      ${e.map(r=>{let o=typeof t[r]=="number"?"number":"",n=[...this.path,s,r];return a`<td class=${o}>
          <button
            title=${this.say(I(t[r])?"rounded":"select_this")}
            @click=${()=>this.tell("explorer-choose",{path:n})}
          >
            ${I(t[r])?"≈ ":""}${J(t[r],60)}
          </button>
        </td>`})}
    </tr>`}sort(s){this.down=s===this.column&&!this.down,this.column=s}};m("enphase-explorer-table",Me);var ce=100,Le=40,Gt=2e3,Ne=class extends h{constructor(){super();this.shape="";this.press=e=>{let t=this.lines(),r=t.indexOf(e.target),o=t[r],{key:n}=e;if(!o||e.altKey||e.ctrlKey||e.metaKey)return;let l=n==="ArrowRight"&&o.ariaExpanded==="false",d=n==="ArrowLeft"&&o.ariaExpanded==="true";(l||d)&&o.parentElement?.querySelector(".toggle")?.click();let p=o.closest("ul[role=group]")?.parentElement,u={ArrowDown:t[r+1],ArrowLeft:d?o:p?.querySelector("[role=treeitem]"),ArrowRight:o.ariaExpanded==="true"?t[r+1]:o,ArrowUp:t[r-1],End:t.at(-1),Home:t[0]};n in u&&(e.preventDefault(),u[n]?.focus())};this.chosen="",this.opened=new Set,this.pieces=new Map}static{this.properties={...h.properties,value:{attribute:!1},chosen:{attribute:!1},opened:{state:!0},pieces:{state:!0}}}static{this.styles=[g,y`
      ul {
        list-style: none;
        margin: 0;
        padding: 0 0 0 18px;
      }
      ul.top {
        padding-left: 0;
      }
      .line {
        display: flex;
        align-items: flex-start;
        min-height: 28px;
      }
      .line > button {
        border: 0;
        background: none;
        padding: 3px 4px;
        text-align: left;
        border-radius: 4px;
        min-width: 0;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .line > button:hover,
      .chosen {
        background: color-mix(in srgb, var(--primary-color) 16%, transparent) !important;
      }
      .toggle {
        flex: none;
        width: 24px;
        text-align: center !important;
        color: var(--secondary-text-color);
      }
      .gap {
        flex: none;
        width: 24px;
      }
      .name {
        color: var(--secondary-text-color);
      }
      .text {
        color: var(--success-color, #2e7d32);
      }
      .number {
        color: var(--info-color, #0277bd);
      }
      .word {
        color: var(--warning-color, #b26a00);
      }
    `]}willUpdate(e){if(e.has("value")){let t=Array.isArray(this.value)?"list":k(this.value).slice(0,20).join();(t!==this.shape||e.get("value")===void 0)&&(this.shape=t,this.opened=Ns(this.value),this.pieces=new Map)}}render(){return a`<ul
      class="top mono"
      role="tree"
      aria-label=${this.say("reply")}
      @keydown=${this.press}
      @focusin=${e=>j(this.lines(),e.target)}
    >
      ${this.node([],null,this.value)}
    </ul>`}updated(){j(this.lines())}lines(){return[...this.renderRoot.querySelectorAll("[role=treeitem], button.soft")]}node(e,t,r){let o=Array.isArray(r)||M(r),n=w(e),l=o&&this.opened.has(n),d=t===null?c:a`<span class="name">${t}: </span>`,p=()=>this.toggle(n),u=o?a`<button
          class="toggle"
          tabindex="-1"
          aria-expanded=${l}
          aria-label=${`${this.say(l?"close_part":"open_part")} ${t??""}`}
          @click=${p}
          >${l?"▾":"▸"}</button
        >`:a`<span class="gap"></span>`;return a`<li role="none">
      <div class="line">
        ${u}
        <button
          role="treeitem"
          aria-level=${e.length+1}
          aria-expanded=${o?String(l):c}
          aria-selected=${n===this.chosen}
          class=${n===this.chosen?"chosen":""}
          title=${I(r)?this.say("rounded"):this.say("select_this")}
          @click=${()=>this.tell("explorer-choose",{path:e})}
          >${d}${o?this.summary(r):Ds(r)}</button
        >
      </div>
      ${l?this.parts(e,n,r):c}
    </li>`}summary(e){let t=k(e).length,r=Array.isArray(e)?"list_of":"object_of";return a`<span class="soft">${this.say(r,{count:t})}</span>`}parts(e,t,r){let o=k(r),n=this.pieces.get(t)??ce,l=o.slice(0,n),d=o.length-l.length;return a`<ul role="group">
      ${l.map(p=>this.node([...e,p],p,r[p]))}
      ${d>0?a`<li role="none">
            <button class="soft" @click=${()=>this.more(t,n)}>
              ${this.say("show_more",{count:Math.min(d,ce),rest:d})}
            </button>
          </li>`:c}
    </ul>`}toggle(e){let t=new Set(this.opened);t.delete(e)||t.add(e),this.opened=t}more(e,t){this.pieces=new Map(this.pieces).set(e,t+ce)}};function Ns(i){let s=new Set(["@"]),e=Math.min(k(i).length,ce),t=[[[],i]];for(;t.length&&e<Le;){let r=[];for(let[o,n]of t)for(let l of k(n).slice(0,Le)){let d=n[l],p=k(d).length;p&&e+p<=Le&&(e+=p,s.add(w([...o,l])),r.push([[...o,l],d]))}t=r}return s}function Ds(i){if(typeof i=="string"){let e=i.length>Gt?`${i.slice(0,Gt)}…`:i;return a`<span class="text">${JSON.stringify(e)}</span>`}return a`<span class=${typeof i=="number"?"number":"word"}>${I(i)?"≈ ":""}${String(i)}</span>`}m("enphase-explorer-tree",Ne);var Wt=2e5,De=class extends h{static{this.properties={...h.properties,value:{attribute:!1},chosen:{attribute:!1},view:{state:!0}}}static{this.styles=[g]}constructor(){super(),this.chosen="",this.view="table"}render(){let{value:s}=this;if(typeof s=="string")return a`<pre style="white-space: pre-wrap; overflow-wrap: anywhere; margin: 0">
${s.slice(0,Wt)}${s.length>Wt?"…":""}</pre
      >`;let e=Jt(s)?s:null,t=r=>a`<button
      class="soft"
      aria-pressed=${this.view===r}
      ?disabled=${this.view===r}
      @click=${()=>this.view=r}
    >
      ${this.say(`as_${r}`)}
    </button>`;return a`${e?a`<div class="row">${t("table")}${t("tree")}</div>`:c}
    ${e&&this.view==="table"?a`<enphase-explorer-table
          .context=${this.context}
          .rows=${e}
        ></enphase-explorer-table>`:a`<enphase-explorer-tree
          .context=${this.context}
          .value=${s}
          .chosen=${this.chosen}
        ></enphase-explorer-tree>`}`}};m("enphase-explorer-value",De);var Hs=300,He=2,Vt=3600,Us=720,Ue=class extends h{constructor(){super();this.timer=0;this.pause=0;this.reads=0;this.parseXml=!1;this.choose=e=>{e.stopPropagation(),this.path=e.detail.path,this.setSelect(w(this.path),!1)};this.setSeconds=e=>{let t=e.target,r=Math.round(Number(t.value))||He;this.seconds=Math.min(Math.max(r,He),Vt),t.value=String(this.seconds)};this.repeat=()=>{this.repeats?this.halt():(this.repeats=!0,this.series=[],this.reads=0,this.again())};this.hide=()=>{document.hidden&&this.halt()};this.seconds=5,this.clear()}static{this.properties={...h.properties,gateway:{attribute:!1},known:{attribute:!1},endpoint:{attribute:!1},reply:{state:!0},selected:{state:!0},select:{state:!0},path:{state:!0},trouble:{state:!0},wrong:{state:!0},reading:{state:!0},repeats:{state:!0},seconds:{state:!0},series:{state:!0}}}static{this.styles=[g,y`
      /* What a click further down has selected stays in sight. */
      .selection {
        position: sticky;
        top: 104px;
        z-index: 1;
        margin: 0 -16px;
        padding: 8px 16px;
        background: var(--ha-card-background, var(--card-background-color, #fff));
      }
    `]}clear(){this.reply=null,this.selected=null,this.select="",this.path=[],this.trouble="",this.wrong="",this.reading=!1,this.series=[],this.parseXml=!1,this.halt()}connectedCallback(){super.connectedCallback(),document.addEventListener("visibilitychange",this.hide)}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener("visibilitychange",this.hide),clearTimeout(this.pause),this.halt()}willUpdate(e){let t=e.get("gateway");(e.has("endpoint")||t&&t.id!==this.gateway.id)&&this.clear()}render(){let{known:e}=this;return a`<section class="card">
        <h2>${e?.name??this.endpoint}</h2>
        <code>${this.endpoint}</code>
        ${e?a`<p>${e.about}</p>`:c}
        ${e?.role_note?a`<p class="soft">${e.role_note}</p>`:c}
        ${e?.starts?a`<div class="box warn">${this.say("read_starts",{what:e.starts})}</div>`:c}
        ${e&&!e.endpoint?a`<div class="box">${this.say("fill_gap")}</div>`:c}
        <div class="row">
          <button class="act" ?disabled=${!this.mayRead} @click=${()=>this.read(!1)}>
            ${this.say(this.reading?"reading":"read")}
          </button>
          <button class="soft" ?disabled=${!this.mayRead} @click=${()=>this.read(!0)}>
            ${this.say("read_cache")}
          </button>
          <label class="tick">
            <input
              type="checkbox"
              .checked=${this.repeats}
              ?disabled=${this.gateway.state!=="loaded"}
              @change=${this.repeat}
            />
            ${this.say("refresh_every")}
          </label>
          <input
            type="number"
            aria-label=${this.say("seconds")}
            min=${He}
            max=${Vt}
            .value=${String(this.seconds)}
            @change=${this.setSeconds}
          />
          <span>${this.say("seconds")}</span>
        </div>
        ${this.trouble?a`<div class="box bad" role="alert">${this.trouble}</div>`:c}
      </section>
      ${this.reply?this.result(this.reply):c}`}get mayRead(){return this.gateway.state==="loaded"&&!this.reading&&!this.endpoint.includes("{")}result({value:e,metadata:t}){let r=this.selected?this.selected.value:e;return a`<section class="card" aria-label=${this.say("reply")}>
      ${Ct(t,this.language,this.context.say)} ${this.selection()}
      ${this.selected&&!this.wrong?a`<h3>${this.say("selected")}</h3>
            <enphase-explorer-value
              id="selected"
              .context=${this.context}
              .value=${r}
              @explorer-choose=${o=>o.stopPropagation()}
            ></enphase-explorer-value>`:c}
      <enphase-explorer-copies
        .context=${this.context}
        .call=${{entryId:this.gateway.id,endpoint:this.endpoint,select:this.wrong?"":this.select,parseXml:this.parseXml}}
        .name=${this.select||this.known?.name||this.endpoint}
        .value=${r}
      ></enphase-explorer-copies>
      ${Mt(t,this.context.say)}
      ${this.series.length?a`<enphase-explorer-plots
            .context=${this.context}
            .series=${this.series}
          ></enphase-explorer-plots>`:c}
      <h3>${this.say("whole_reply")}</h3>
      <enphase-explorer-value
        id="whole"
        .context=${this.context}
        .value=${e}
        .chosen=${this.select}
        @explorer-choose=${this.choose}
      ></enphase-explorer-value>
    </section>`}selection(){return a`<div class="row selection">
        <label class="grow row">
          <span>select</span>
          <input
            class="grow mono"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            placeholder=${this.say("select_hint")}
            .value=${this.select}
            @input=${e=>this.setSelect(e.target.value)}
          />
        </label>
        ${bt(this.path)?a`<button class="soft" @click=${()=>this.setSelect(w(this.path,!0))}>
              ${this.say("select_all")}
            </button>`:c}
        ${this.select?a`<button class="soft" @click=${()=>this.setSelect("")}>
              ${this.say("clear")}
            </button>`:c}
      </div>
      ${this.wrong?a`<div class="box warn" role="alert">${this.wrong}</div>`:c}`}setSelect(e,t=!0){this.select=e,t&&(this.path=[]),clearTimeout(this.pause),e.trim()?this.pause=window.setTimeout(()=>{this.apply()},t?Hs:0):(this.selected=null,this.wrong="")}async apply(){let{select:e,endpoint:t,gateway:r}=this,o=()=>e===this.select&&t===this.endpoint&&r.id===this.gateway.id;try{let n=await this.call(!0,e);o()&&(this.selected={value:n.value},this.wrong=(n.metadata.hints??[]).join(" "))}catch(n){o()&&(this.selected=null,this.wrong=this.failure(n))}}async read(e){let{endpoint:t,gateway:r}=this,o=()=>t===this.endpoint&&r.id===this.gateway.id;this.reading=!0,this.trouble="";try{this.parseXml||=this.known?.returns==="xml";let n=await this.call(e,"");if(!this.parseXml&&o()&&Js(n.value)&&(this.parseXml=!0,n=await this.call(!0,"")),!o())return;if(this.reply=n,this.select.trim()&&await this.apply(),this.repeats){let l=this.selected?this.selected.value:n.value;this.series=$t(this.series,l,Date.now())}}catch(n){o()&&(this.trouble=this.failure(n))}finally{o()&&(this.reading=!1)}}async call(e,t){let{endpoint:r}=this,o=await this.context.api.act("read_data",{config_entry_id:this.gateway.id,endpoint:r,metadata:!0,...e?{from_cache:!0}:{},...t?{select:t}:{},...this.parseXml?{parse_xml:!0}:{},...this.known?.returns==="stream"?{stream_seconds:3}:{}});return{value:o[r]??null,metadata:o.metadata[r]}}async again(){clearTimeout(this.timer),this.mayRead&&(this.reads+=1,await this.read(!1)),this.repeats&&this.reads<Us?(clearTimeout(this.timer),this.timer=window.setTimeout(()=>{this.again()},this.seconds*1e3)):this.halt()}halt(){clearTimeout(this.timer),this.repeats=!1}};function Js(i){return typeof i=="string"&&/^\s*<\?xml/.test(i)}m("enphase-explorer-reader",Ue);var qt=["off","on","strict"];function Z(i){return JSON.stringify(Object.entries(i).sort())}function Je(i,s){let e=i.text.trim()!=="",t=i.merge&&i.method!=="DELETE"&&e;return{config_entry_id:i.entryId,endpoint:i.endpoint,method:i.method,...e?{data:i.text}:{},...t?{merge:!0}:{},...t&&i.mergeAdd?{merge_add:!0}:{},...i.contentType==="form"?{content_type:"form"}:{},...i.restoreAfter>0?{restore_after:{minutes:i.restoreAfter}}:{},risk_acknowledged:!0,test_mode:s,...s?{compare:!0}:{verify:i.verify}}}function Xt(i){let s=Object.keys(i.odd).length>0;return i.endpoint.startsWith("/")&&!s&&L(i.text)===null}var E=class{constructor(){this.previewed=null}show(s,e){this.previewed=e&&!e.would_be_refused?s:null}isOpenFor(s){return this.previewed===s}pass(s){let e=this.isOpenFor(s);return this.previewed=null,e}};function de(i,s=[]){let e=new Set(s);return i.map(t=>{let{path:r}=t;if("added"in t)return{path:r,kind:"added",before:void 0,after:t.added};if("removed"in t){let o=e.has(r)?"left_out":"removed";return{path:r,kind:o,before:t.removed,after:void 0}}return"reordered"in t?{path:r,kind:"reordered",before:void 0,after:t.reordered}:{path:r,kind:"changed",before:t.from,after:t.to}})}function Zt({path:i,wanted:s,found:e}){return{path:i,kind:"changed",before:s,after:e}}function pe(i){let s=i.left_out??[],e=de(i.changes??[],s.map(o=>o.path)),t=new Set(e.map(o=>o.path));return[...s.filter(o=>!t.has(o.path)).map(({path:o,value:n})=>({path:o,kind:"left_out",before:n,after:void 0})),...e].sort((o,n)=>Bt(o)-Bt(n))}function Bt(i){return i.kind==="left_out"?0:1}function Yt(i,s,e){let t=i.services.enphase_envoy_raw_data?.[s]?.fields??{};return Object.entries(t).some(([r,o])=>{let n=o.fields;return r===e||!!n&&e in n})}var Is={added:"good",changed:"",left_out:"bad",removed:"warn",reordered:""},Ie=class extends h{static{this.properties={...h.properties,rows:{attribute:!1},sides:{attribute:!1}}}static{this.styles=[g,y`
      .difference {
        border-top: 1px solid var(--divider-color, #ddd);
        padding: 8px 0;
      }
      .sides {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 8px;
        margin-top: 4px;
      }
      .side {
        border-radius: 6px;
        padding: 4px 8px;
        min-height: 28px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .before {
        background: color-mix(in srgb, var(--error-color, #db4437) 10%, transparent);
      }
      .after {
        background: color-mix(in srgb, var(--success-color, #43a047) 14%, transparent);
      }
      .plain {
        background: color-mix(in srgb, var(--secondary-text-color) 10%, transparent);
      }
      .heads {
        margin-bottom: 4px;
      }
      .heads span {
        padding: 0 8px;
      }
      .path {
        overflow-wrap: anywhere;
      }
    `]}constructor(){super(),this.rows=[],this.sides=["before","after"]}render(){let[s,e]=this.sides.map(r=>this.say(r)),t=this.sides[0]==="before";return a`${this.rows.length?a`<div class="sides heads soft" aria-hidden="true">
            <span>${s}</span><span>${e}</span>
          </div>`:c}
      <div role="list" aria-label=${this.say("differences")}>
      ${this.rows.map(r=>a`<div class="difference" role="listitem">
          <div class="row">
            ${t?a`<span class="chip ${Is[r.kind]}">${this.say(`kind_${r.kind}`)}</span>`:c}
            <code class="path">${r.path||"@"}</code>
          </div>
          <div class="sides mono">
            <div class="side ${t?"before":"plain"}"
              ><span class="ears">${s}: </span>${Qt(r.before)}</div
            >
            <div class="side ${t?"after":"plain"}"
              ><span class="ears">${e}: </span>${Qt(r.after)}</div
            >
          </div>
        </div>`)}
    </div>`}};function Qt(i){return i===void 0?"—":J(JSON.stringify(i,null,1),2e3)}m("enphase-explorer-differences",Ie);var Fs=3,js={restore_data:{what:"put_back",preview:"put_back_preview",now:"put_back_now",done:"put_back_done"},send_rehearsed:{what:"send_real",preview:"would_change",now:"send_once",done:"sent"}},Fe=class extends h{constructor(){super();this.way="restore_data";this.gate=new E;this.load=()=>this.work(async()=>{let{id:e}=this.gateway,t=await this.context.api.act("list_writes",{config_entry_id:e});e===this.gateway.id&&(this.writes=t.writes,this.pending=t.pending??[])});this.writes=null,this.pending=[],this.trouble="",this.busy=!1,this.forget()}static{this.properties={...h.properties,gateway:{attribute:!1},writes:{state:!0},pending:{state:!0},trouble:{state:!0},busy:{state:!0},chosen:{state:!0},preview:{state:!0},outcome:{state:!0}}}static{this.styles=[g,y`
      .write {
        border-top: 1px solid var(--divider-color, #ddd);
        padding: 12px 0;
      }
      .write:first-of-type {
        border-top: 0;
      }
      code {
        overflow-wrap: anywhere;
      }
    `]}forget(){this.chosen=null,this.preview=null,this.outcome=null,this.gate=new E}willUpdate(e){let t=e.get("gateway");e.has("gateway")&&t?.id!==this.gateway.id&&(this.writes=null,this.forget(),this.load())}render(){let{writes:e}=this;return a`<section class="card">
      <div class="row">
        <h2 class="grow">${this.say("record")}</h2>
        <button class="soft" ?disabled=${this.busy} @click=${this.load}>
          ${this.say("look_again")}
        </button>
      </div>
      ${this.trouble?a`<div class="box bad" role="alert">${this.trouble}</div>`:c}
      ${this.pending.map(t=>this.awaited(t))}
      ${e?.length===0?a`<p class="soft">${this.say("no_writes")}</p>`:c}
      ${e?.map(t=>this.write(t))??c}
    </section>`}awaited(e){let t={endpoint:e.endpoint,at:F(e.at,this.language)};return a`<div class="box warn">
      ${this.say(e.waits_for_owner?"pending_conflict":"pending",t)}
      ${e.reason??""}
      <enphase-explorer-differences
        .context=${this.context}
        .rows=${de(e.changes)}
      ></enphase-explorer-differences>
    </div>`}write(e){let{verified:t}=e,r=t?"good":t===!1?"bad":"",o=t?"is_verified":t===!1?"is_not_verified":"not_looked",n=e.changes;return a`<div class="write">
      <div class="row">
        <strong>${e.method}</strong> <code class="grow">${e.endpoint}</code>
        <span class="chip">${e.status??this.say("no_reply")}</span>
        <span class="chip ${r}">${this.say(o)}</span>
        ${e.rehearsed?a`<span class="chip warn">${this.say(e.sent_as?"sent_for_real":"is_rehearsed")}</span>`:c}
      </div>
      <p class="soft">
        <time datetime=${e.at} title=${F(e.at,this.language)}
          >${ne(e.at,Date.now(),this.language)}</time
        >
        · ${F(e.at,this.language)} · ${e.by??this.say("by_nobody_known")}
      </p>
      ${n?.length?a`<details ?open=${n.length<=Fs}>
            <summary>${this.say("changed_count",{count:n.length})}</summary>
            <enphase-explorer-differences
              .context=${this.context}
              .rows=${de(n)}
            ></enphase-explorer-differences>
          </details>`:a`<p class="soft">${this.say(n?"no_change":"change_not_known")}</p>`}
      ${e.can_be_restored&&e.id?a`<button
            class="soft"
            ?disabled=${this.busy||this.gateway.state!=="loaded"}
            @click=${()=>this.look(e.id,"restore_data")}
          >
            ${this.say("put_back")}
          </button>`:a`<p class="soft">${e.rehearsed?"":e.reason??""}</p>`}
      ${e.can_be_sent&&e.id?a`<button
            class="soft"
            ?disabled=${this.busy||this.gateway.state!=="loaded"}
            @click=${()=>this.look(e.id,"send_rehearsed")}
          >
            ${this.say("send_real")}
          </button>`:a`<p class="soft">${e.send_reason??""}</p>`}
      ${this.chosen!==null&&this.chosen===e.id?this.back(e.id):c}
    </div>`}back(e){let{preview:t,outcome:r,way:o}=this,n=js[o];if(r){let{rehearsed:d,verification:p}=r,u=p?.verified,f=p?.reason??"",v=u?"verified":u===!1?"not_verified":"sent_unverified",$=u?"good":f?"warn":u===!1?"bad":"",N=C(p?.after??0,this.language);return a`<div class="box ${$}" role="status">
        ${this.say(d?"rehearsed":n.done)} ${f||this.say(v,{after:N})}
      </div>`}let l=t?.comparison;return l?a`<div class="card" style="margin-top: 8px" role="group" aria-label=${this.say(n.what)}>
      <h3>${this.say(n.preview)}</h3>
      ${l.would_be_refused?a`<div class="box bad" role="alert">
            ${this.say("would_be_refused",{reason:l.would_be_refused})}
          </div>`:c}
      <enphase-explorer-differences
        .context=${this.context}
        .rows=${pe(l)}
      ></enphase-explorer-differences>
      <div class="row">
        <button
          class="act danger"
          ?disabled=${this.busy||!this.gate.isOpenFor(`${o} ${e}`)}
          @click=${()=>this.go(e)}
        >
          ${this.say(n.now)}
        </button>
        <button class="soft" @click=${this.forget}>${this.say("cancel")}</button>
      </div>
    </div>`:t?a`<div class="box" role="status">${this.say("nothing_to_put_back")}</div>`:a``}look(e,t){return this.forget(),this.work(async()=>{let{gate:r}=this,o=await this.act(t,e,!0);r.show(`${t} ${e}`,o.comparison),this.way=t,this.chosen=e,this.preview=o})}async go(e){let{way:t}=this;if(this.busy||!this.gate.pass(`${t} ${e}`))return;await this.work(async()=>{this.outcome=await this.act(t,e,!1)});let{trouble:r}=this;await this.load(),this.trouble=r}act(e,t,r){return this.context.api.act(e,{config_entry_id:this.gateway.id,write_id:t,risk_acknowledged:!0,test_mode:r,...r?{compare:!0}:{verify:"on"}}).catch(n=>{throw!r&&X(n)?{message:this.say("write_lost")}:n})}async work(e){this.busy=!0,this.trouble="";try{await e()}catch(t){this.trouble=this.failure(t)}finally{this.busy=!1}}};m("enphase-explorer-record",Fe);var je=class extends h{constructor(){super();this.attempt=0;this.record=async()=>{let{gateway:e,scales:t}=this,{api:r}=this.context;this.reset();let{attempt:o}=this;this.open=!0,this.progress={done:0,total:0,endpoint:""};let n=()=>{};try{n=await r.recording(e.id,p=>{o===this.attempt&&(this.progress=p)});let l={config_entry_id:e.id,scale_energy:t},d=await r.act("record_gateway",l);o===this.attempt&&(this.made=d)}catch(l){o===this.attempt&&(this.trouble=this.failure(l))}finally{n(),o===this.attempt&&(this.progress=null)}};this.reset(),this.scales=!1}static{this.properties={...h.properties,gateway:{attribute:!1},open:{state:!0},scales:{state:!0},progress:{state:!0},made:{state:!0},trouble:{state:!0}}}static{this.styles=g}willUpdate(e){let t=e.get("gateway");t&&t.id!==this.gateway.id&&this.reset()}reset(){this.attempt+=1,this.open=!1,this.progress=null,this.made=null,this.trouble=""}render(){let{gateway:e,progress:t}=this;return t?a`<div class="card" role="status">
        <p>${this.say("recording_under_way",{done:t.done,total:t.total})}</p>
        <progress max=${t.total||1} .value=${t.done}></progress>
      </div>`:this.open?a`<div class="card">
      <h3>${this.say("make_recording")}</h3>
      <p>${this.say("recording_about")}</p>
      <label class="tick">
        <input
          type="checkbox"
          .checked=${this.scales}
          @change=${()=>this.scales=!this.scales}
        />
        ${this.say("scale_energy")}
      </label>
      ${this.trouble?a`<div class="box bad" role="alert">${this.trouble}</div>`:c}
      ${this.made?this.result(this.made):c}
      <div class="row">
        <button ?disabled=${e.state!=="loaded"} @click=${this.record}>
          ${this.say("start_recording")}
        </button>
        <button class="soft" @click=${()=>this.reset()}>${this.say("close")}</button>
      </div>
    </div>`:a`<p style="margin-bottom: 12px">
        <button
          class="soft"
          ?disabled=${e.state!=="loaded"}
          @click=${()=>this.open=!0}
        >
          ${this.say("make_recording")}
        </button>
      </p>`}result(e){let{asked:t,answered:r,download:o,file:n}=e,l=Object.entries(e.replaced);return a`<div class="box" role="status">
      <p>${this.say("recorded_count",{asked:t,answered:r})}</p>
      <p>${this.say("replaced")}</p>
      <div class="row">
        ${l.map(([d,p])=>a`<span class="chip">${d}: ${p}</span>`)}
      </div>
      <p>
        ${o?a`<a href=${o} download
              >${this.say("download",{size:oe(e.bytes,this.language)})}</a
            >`:a`<code>${n}</code>`}
      </p>
    </div>`}};m("enphase-explorer-recorder",je);var ze=class{constructor(){this.kept=new Map;this.readers=new Set}at(s,e,t){let r=JSON.stringify([s,e]),o=this.kept.get(r);if(!o){o={draft:t(),asText:!1,busy:!1,sent:null,trouble:""},this.kept.set(r,o);for(let[n,{busy:l}]of this.kept)this.kept.size>50&&n!==r&&!l&&this.kept.delete(n)}return o}change(s,e){Object.assign(s,e);for(let t of this.readers)t()}follow(s){return this.readers.add(s),()=>{this.readers.delete(s)}}},x=new ze;var zs=/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs,Ks=/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;function es(i){let s=[];if(L(i)!==null)return s;let e=new Map,t=[];for(let{0:r,index:o}of i.matchAll(zs)){let n=t.at(-1);if(r==="{"||r==="[")t.push({isList:r==="[",step:r==="["?0:null});else if(r==="}"||r==="]")t.pop();else if(r===",")n.step=n.isList?Number(n.step)+1:null;else if(n?.step===null)n.step=JSON.parse(r);else if(r!==":"){let l=t.map(({step:f})=>f),d=w(l),p=(e.get(d)??0)+1;e.set(d,p);let u=p>1?`${d} (${p})`:d;s.push({path:l,name:d,key:u,kind:Gs(r),raw:r,start:o})}}return s}function Gs(i){return i.startsWith('"')?"text":i==="null"?"null":i==="true"||i==="false"?"switch":"number"}function ts(i,s,e){return i.slice(0,s.start)+e+i.slice(s.start+s.raw.length)}function ss(i){let s=i.trim();return Ks.test(s)?s:null}function rs(i,s){let e=i.path.filter(t=>typeof t=="string").join(".");return Object.hasOwn(s,e)&&s[e]||[]}var Ke=60,Ge=class extends h{static{this.properties={...h.properties,text:{attribute:!1},odd:{attribute:!1},choices:{attribute:!1},most:{state:!0}}}static{this.styles=[g,y`
      .field {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        gap: 8px;
        align-items: center;
        padding: 4px 0;
      }
      @media (max-width: 600px) {
        .field {
          grid-template-columns: minmax(0, 1fr);
          gap: 2px;
        }
      }
      code {
        overflow-wrap: anywhere;
      }
      input[type="text"],
      select {
        width: 100%;
      }
      [aria-invalid="true"] {
        border-color: var(--error-color, #db4437);
      }
    `]}constructor(){super(),this.most=Ke}render(){let s=es(this.text),e=s.length-this.most;return a`<div role="group" aria-label=${this.say("data")}>
      ${s.length?c:a`<p class="soft">${this.say("no_fields")}</p>`}
      ${s.slice(0,this.most).map(t=>a`<label class="field">
          <code>${Ws(t.key)}</code>
          <span>${this.input(t)}</span>
        </label>`)}
      ${e>0?a`<button class="soft" @click=${()=>this.most+=Ke}>
            ${this.say("show_more",{count:Math.min(e,Ke),rest:e})}
          </button>`:c}
    </div>`}input(s){switch(s.kind){case"switch":return a`<input
          type="checkbox"
          role="switch"
          .checked=${s.raw==="true"}
          @change=${e=>this.put(s,String(e.target.checked))}
        />`;case"number":return this.number(s);case"text":return this.words(s,JSON.parse(s.raw));default:return a`<span class="soft">null</span>`}}number(s){let e=this.odd[s.key];return a`<input
        type="text"
        class="mono"
        inputmode="decimal"
        autocomplete="off"
        aria-invalid=${e!==void 0}
        .value=${e??s.raw}
        @input=${t=>{let r=t.target.value,o=ss(r);o===null?this.tell("explorer-data",{odd:{...this.odd,[s.key]:r}}):this.put(s,o)}}
      />
      ${e===void 0?c:a`<span role="alert">${this.say("not_number")}</span>`}`}words(s,e){let t=rs(s,this.choices),r=o=>this.put(s,JSON.stringify(o.target.value));return t.length?a`<select .value=${e} @change=${r}>
          ${[...new Set([...t,e])].map(o=>a`<option value=${o} ?selected=${o===e}>${o}</option>`)}
        </select>`:a`<input
          type="text"
          class="mono"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          .value=${e}
          @input=${r}
        />`}put(s,e){let t={...this.odd};delete t[s.key],this.tell("explorer-data",{text:ts(this.text,s,e),odd:t})}};function Ws(i){return i.split(/(?<=[._])/).map((s,e)=>e?a`<wbr />${s}`:s)}m("enphase-explorer-fields",Ge);var Vs=["PUT","POST","DELETE"],is=10080,We=class extends h{constructor(){super();this.gate=new E;this.end=null;this.type=e=>{x.change(this.kept,{asText:!0}),this.change({text:e.target.value})};this.setVerify=e=>this.change({verify:e.target.value});this.setMethod=e=>{let t=this.draft.text===this.example;this.change({method:e.target.value}),t&&this.takeExample()};this.setRestore=e=>{let t=e.target,r=Math.round(Number(t.value))||0,o=Math.min(Math.max(r,0),is);t.value=String(o),this.change({restoreAfter:o})};this.takeExample=()=>this.change({text:this.example,odd:{}});this.takeCurrent=()=>this.work(async e=>{let{known:t}=this,{entryId:r,endpoint:o}=e.draft,n=await this.context.api.act("read_data",{config_entry_id:r,endpoint:o,select:"to_string(@)"}),l=Pt(n[o]??"",t?.write?.own??[]);this.change({text:le(l),odd:{}},e)});this.look=()=>this.work(async e=>{let{gate:t}=this,{draft:r}=e,o=Z(r),n=await this.context.api.act("send_data",Je(r,!0));t===this.gate&&o===Z(this.draft)&&(t.show(o,n.comparison),this.comparison=n.comparison,this.showNew("#preview"))});this.send=async()=>{let{draft:e,gateway:t}=this;this.testMode||this.busy||!this.gate.pass(Z(e))||await this.work(async r=>{let o=await this.context.api.act("send_data",Je(e,!1)).catch(this.unknown);x.change(r,{sent:{of:`${t.title}: ${e.method} ${e.endpoint}`,reply:o[e.endpoint]??null,verification:o.verification,rehearsed:o.rehearsed===!0,effect:o.rehearsed===!0?String(o.effect??""):""}}),r===this.kept&&(this.comparison=null,this.testMode=!0,this.showNew("#outcome"))})};this.unknown=e=>{throw X(e)?{message:this.say("write_lost")}:e};this.forget()}static{this.properties={...h.properties,gateway:{attribute:!1},known:{attribute:!1},endpoint:{attribute:!1},comparison:{state:!0},testMode:{state:!0}}}static{this.styles=[g]}connectedCallback(){super.connectedCallback(),this.end=x.follow(()=>this.requestUpdate())}disconnectedCallback(){super.disconnectedCallback(),this.end?.(),this.forget()}willUpdate(e){let t=e.get("gateway"),r=t&&t.id!==this.gateway.id;(e.has("endpoint")||!this.kept||r)&&(this.kept=x.at(this.gateway.id,this.endpoint,()=>this.begun()),this.forget())}begun(){let e=this.known?.write,t=e?.methods[0]??"PUT";return{entryId:this.gateway.id,endpoint:this.endpoint,method:t,text:e?.examples[t]??"",contentType:e?.content??"default",odd:{},merge:!1,mergeAdd:!1,verify:"on",restoreAfter:0}}get draft(){return this.kept.draft}get busy(){return this.kept.busy}forget(){this.gate=new E,this.comparison=null,this.testMode=!0}change(e,t=this.kept){t===this.kept&&(this.comparison=null),x.change(t,{draft:{...t.draft,...e},sent:null})}render(){let{trouble:e,sent:t}=this.kept;return a`<section class="card">${this.about()}${this.form()}</section>
      ${e?a`<div class="box bad" role="alert">${e}</div>`:c}
      ${this.comparison?this.preview(this.comparison):c}
      ${t?this.outcome(t):c}`}about(){let{known:e,gateway:t}=this,r=e?.write,o={low:"good",medium:"warn",high:"bad"}[r?.risk??"high"];return a`<h2>${e?.name??this.endpoint}</h2>
      <code>${this.endpoint}</code>
      ${r?a`<p>${r.effect}</p>
            <p>
              <span class="chip ${o}">${this.say(`risk_${r.risk}`)}</span>
              <span class="soft">${r.reason}</span>
            </p>`:a`<div class="box warn">${this.say("write_unknown")}</div>`}
      ${e&&re(t,e)?a`<div class="box warn">${this.say("locked_about")} ${this.optionsLink()}</div>`:c}
      ${r?.own.length?a`<p class="soft">${this.say("own_about",{names:r.own.join(", ")})}</p>`:c}
      ${r?.as_shown===!1?a`<p class="soft">${this.say("not_as_shown")}</p>`:c}
      ${this.takesFile?a`<div class="box warn">${this.say("file_only")}</div>`:c}
      ${t.who_may_send==="nobody"?a`<div class="box warn">${this.say("read_only_about")} ${this.optionsLink()}</div>`:c}`}optionsLink(){return a`<a href=${`/config/integrations/integration/${b}`}
      >${this.say("open_options")}</a
    >`}form(){let{draft:e}=this,t=L(e.text),r=this.known?.write?.methods??Vs,o=Yt(this.context.hass(),"send_data","restore_after");return a`<div class="row" style="margin: 12px 0">
        <label class="row">
          ${this.say("method")}
          <select .value=${e.method} @change=${this.setMethod}>
            ${r.map(n=>a`<option ?selected=${n===e.method}>${n}</option>`)}
          </select>
        </label>
        <button class="soft" ?disabled=${!this.example} @click=${this.takeExample}>
          ${this.say("from_example")}
        </button>
        <button class="soft" ?disabled=${!this.canTakeCurrent} @click=${this.takeCurrent}>
          ${this.say("from_current")}
        </button>
      </div>
      ${this.data(t!==null)}
      ${t===null?c:a`<div class="box bad" role="alert">${this.say("not_json",{line:t})}</div>`}
      <div class="row">
        ${this.tick("merge",!0)} ${this.tick("mergeAdd",e.merge)}
        <label class="tick">
          ${this.say("verify")}
          <select .value=${e.verify} @change=${this.setVerify}>
            ${qt.map(n=>a`<option value=${n} ?selected=${n===e.verify}>
                ${this.say(`verify_${n}`)}
              </option>`)}
          </select>
        </label>
        ${o?a`<label class="tick">
              ${this.say("restore_after")}
              <input
                type="number"
                min="0"
                max=${is}
                .value=${String(e.restoreAfter)}
                @change=${this.setRestore}
              />
              ${this.say("minutes")}
            </label>`:c}
      </div>
      <div class="row" style="margin-top: 12px">
        <button
          class="act"
          ?disabled=${this.busy||this.gateway.state!=="loaded"||this.takesFile||!Xt(e)}
          @click=${this.look}
        >
          ${this.say("preview")}
        </button>
        <span class="soft">${this.say("preview_about")}</span>
      </div>`}data(e){let{draft:t}=this,r=this.kept.asText||e||!t.text.trim(),o=[[!1,"as_fields"],[!0,"as_text"]];return a`<div class="row" role="group" aria-label=${this.say("data")}>
        <span class="soft grow">${this.say("data")}</span>
        ${o.map(([n,l])=>a`<button
            class="soft"
            aria-pressed=${n===r}
            ?disabled=${!n&&(e||!t.text.trim())}
            @click=${()=>this.showAs(n)}
          >
            ${this.say(l)}
          </button>`)}
      </div>
      ${r?a`<textarea
            aria-label=${this.say("data")}
            spellcheck="false"
            autocapitalize="off"
            aria-invalid=${e}
            .value=${t.text}
            @input=${this.type}
          ></textarea>`:a`<enphase-explorer-fields
            .context=${this.context}
            .text=${t.text}
            .odd=${t.odd}
            .choices=${this.known?.write?.choices??{}}
            @explorer-data=${n=>this.change(n.detail)}
          ></enphase-explorer-fields>`}`}tick(e,t){let r={merge:"merge",mergeAdd:"merge_add"}[e];return a`<label class="tick">
      <input
        type="checkbox"
        .checked=${this.draft[e]}
        ?disabled=${!t}
        @change=${()=>this.change({[e]:!this.draft[e]})}
      />
      ${this.say(r)}
    </label>`}preview(e){let t=pe(e),r=e.left_out?.length??0,o=this.gate.isOpenFor(Z(this.draft));return a`<section id="preview" class="card" aria-label=${this.say("preview")}>
      <h3>${this.say("would_change")}</h3>
      ${e.would_be_refused?a`<div class="box bad" role="alert">
            ${this.say("would_be_refused",{reason:e.would_be_refused})}
          </div>`:c}
      ${e.reason?a`<div class="box">${e.reason}</div>`:c}
      ${e.changes===null?a`<div class="box warn">${this.say("change_unknown")}</div>`:c}
      ${r?a`<div class="box warn">${this.say("left_out_about",{count:r})}</div>`:c}
      ${e.changes&&!t.length?a`<p class="soft">${this.say("no_change")}</p>`:a`<enphase-explorer-differences
            .context=${this.context}
            .rows=${t}
          ></enphase-explorer-differences>`}
      <details>
        <summary>${this.say("exact_body")}</summary>
        <code>${e.method} ${e.address}</code>
        <pre style="white-space: pre-wrap; overflow-wrap: anywhere">${e.body}</pre>
      </details>
      <div class="row" style="margin-top: 12px">
        <label class="tick">
          <input
            type="checkbox"
            role="switch"
            .checked=${this.testMode}
            @change=${()=>this.testMode=!this.testMode}
          />
          ${this.say("test_mode")}
        </label>
        <button
          class="act danger"
          ?disabled=${this.testMode||this.busy||!o}
          @click=${this.send}
        >
          ${this.say(this.busy?"sending":"send_once")}
        </button>
      </div>
      <p class="soft">${this.say("send_about",{gateway:this.gateway.title})}</p>
    </section>`}outcome({of:e,reply:t,verification:r,rehearsed:o,effect:n}){let l=r?.verified,d=r?.reason??"",p=l?"good":d?"warn":l===!1?"bad":"",u=l?"verified":l===!1?"not_verified":"sent_unverified",f=r?.differences??[],v=C(r?.after??0,this.language);return a`<section
      id="outcome"
      class="card"
      role="status"
      aria-label=${this.say("outcome")}
    >
      <code>${e}</code>
      <div class="box ${p}">
        ${this.say(o?"rehearsed":"sent")} ${n}
        ${d||this.say(u,{after:v})}
      </div>
      ${l||!f.length?c:a`<enphase-explorer-differences
            .context=${this.context}
            .rows=${f.map(Zt)}
            .sides=${["wanted","found"]}
          ></enphase-explorer-differences>`}
      <h3>${this.say("reply")}</h3>
      <pre style="white-space: pre-wrap; overflow-wrap: anywhere">
${JSON.stringify(t,null,2)}</pre
      >
    </section>`}get example(){return this.known?.write?.examples[this.draft.method]??""}get takesFile(){return this.known?.write?.content==="multipart"}get canTakeCurrent(){let{known:e}=this,t=e?.readable!==!1&&e?.write?.as_shown!==!1;return!this.busy&&this.gateway.state==="loaded"&&t}showAs(e){Object.keys(this.draft.odd).length&&this.change({odd:{}}),x.change(this.kept,{asText:e})}async work(e){let{kept:t}=this;x.change(t,{busy:!0,trouble:"",sent:null});try{await e(t)}catch(r){x.change(t,{trouble:this.failure(r)})}finally{x.change(t,{busy:!1})}}};m("enphase-explorer-writer",We);var Bs=`/config/integrations/dashboard/add?domain=${b}`,qs=3e3,Xs=["disabled","not_loaded","setup_error","setup_in_progress","setup_retry"],Ve=class extends h{constructor(){super();this.language_="";this.timer=0;this.own=null;this.end=null;this.load=async()=>{let{hass:e}=this;try{await e.loadBackendTranslation("exceptions",b),this.own=await e.loadBackendTranslation("config_panel",b),this.context=this.newContext(),this.catalogue=await this.context.api.catalogue(e.language),this.ready=!0,this.trouble=""}catch(t){this.later(this.load,t)}};this.follow=async()=>{try{let e=await this.context.api.follow(t=>this.gateways=t);this.trouble="",this.isConnected&&!this.end?this.end=e:e()}catch(e){this.later(this.follow,e)}};this.nextTab=e=>{let t={ArrowLeft:-1,ArrowRight:1}[e.key];if(t){e.preventDefault();let r=U.indexOf(this.place.tab)+t;this.go({tab:U.at(r%U.length)}),this.focusOn('[role="tab"][aria-selected="true"]')}};this.arrive=()=>{this.place=Te(location.hash)};this.toggleMenu=()=>{this.dispatchEvent(new Event("hass-toggle-menu",{bubbles:!0,composed:!0}))};this.ready=!1,this.gateways=null,this.trouble="",this.place=Te(location.hash),this.context=this.newContext()}static{this.properties={hass:{attribute:!1},narrow:{type:Boolean},panel:{attribute:!1},ready:{state:!0},gateways:{state:!0},catalogue:{state:!0},place:{state:!0},trouble:{state:!0}}}static{this.styles=[g,y`
      :host {
        min-height: 100%;
        background: var(--primary-background-color);
      }
      header {
        position: sticky;
        top: 0;
        z-index: 2;
        background: var(--app-header-background-color, var(--primary-color));
        color: var(--app-header-text-color, #fff);
        border-bottom: var(--app-header-border-bottom, none);
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 56px;
        padding: 4px 16px;
      }
      .bar h1 {
        font-size: 20px;
        font-weight: 400;
        margin: 0;
        flex: 1 1 auto;
        min-width: 0;
      }
      .menu {
        border: 0;
        background: none;
        width: 44px;
        height: 44px;
        flex: none;
      }
      .menu svg {
        fill: currentColor;
        width: 24px;
        height: 24px;
      }
      .bar select {
        min-width: 0;
        flex: 0 1 auto;
        color: var(--primary-text-color);
      }
      nav {
        display: flex;
        padding: 0 12px;
        overflow-x: auto;
      }
      nav button {
        border: 0;
        border-bottom: 3px solid transparent;
        background: none;
        min-height: 44px;
        padding: 0 16px;
      }
      nav button[aria-selected="true"] {
        border-color: currentColor;
        font-weight: 500;
      }
      main {
        max-width: 1400px;
        margin: 0 auto;
        padding: 16px;
      }
      .two {
        display: grid;
        grid-template-columns: minmax(260px, 340px) minmax(0, 1fr);
        gap: 16px;
        align-items: start;
      }
      .two > aside {
        position: sticky;
        top: 116px;
        max-height: calc(100vh - 132px);
        overflow-y: auto;
        margin: 0;
      }
      [hidden] {
        display: none !important;
      }
      .one > aside {
        margin: 0;
      }
    `]}newContext(){let e=()=>this.hass;return{api:new se(e),hass:e,say:(t,r)=>{let o=`component.${b}.config_panel.explorer.${t}`;return(this.own??this.hass.localize)(o,r)||t}}}connectedCallback(){super.connectedCallback(),window.addEventListener("hashchange",this.arrive),this.language_&&this.follow()}disconnectedCallback(){super.disconnectedCallback(),window.removeEventListener("hashchange",this.arrive),clearTimeout(this.timer),this.end?.(),this.end=null}willUpdate(e){if(e.has("hass")&&this.hass&&this.hass.language!==this.language_){let t=!this.language_;this.language_=this.hass.language,this.load(),t&&this.follow()}}shouldUpdate(e){return e.size>1||!e.has("hass")||this.hass.language!==this.language_}later(e,t){let r=t?.code==="unknown_command";this.trouble=r?this.say("not_ready"):this.failure(t),this.isConnected&&(clearTimeout(this.timer),this.timer=window.setTimeout(()=>{e()},qs))}render(){let{catalogue:e,gateways:t}=this,r=this.trouble?a`<div class="box bad" role="alert">${this.trouble}</div>`:c;if(!this.ready||!e||!t)return a`<main aria-busy=${!this.trouble}>${r}</main>`;let o=t.find(n=>n.id===this.place.gateway)??t[0];return a`<header>
        <div class="bar">
          ${this.narrow||this.hass.dockedSidebar==="always_hidden"?a`<button class="menu" aria-label=${this.say("menu")} @click=${this.toggleMenu}>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                  <path d="M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z"></path>
                </svg>
              </button>`:c}
          <h1>${this.say("title")}</h1>
          ${t.length>1?this.picker(t,o):c}
        </div>
        <nav role="tablist" aria-label=${this.say("title")} @keydown=${this.nextTab}>
          ${U.map(n=>this.tab(n))}
        </nav>
      </header>
      <main>
        ${r}
        ${o?a`${this.state(o)} ${this.content(e,o)}`:a`<div class="box">
              ${this.say("no_gateway")}
              <p><a href=${Bs}>${this.say("add_gateway")}</a></p>
            </div>`}
      </main>`}picker(e,t){return a`<select
      aria-label=${this.say("gateway")}
      @change=${r=>this.go({gateway:r.target.value})}
    >
      ${e.map(r=>a`<option value=${r.id} ?selected=${r.id===t.id}>
          ${r.title}
        </option>`)}
    </select>`}tab(e){return a`<button
      role="tab"
      aria-selected=${e===this.place.tab}
      tabindex=${e===this.place.tab?0:-1}
      @click=${()=>this.go({tab:e})}
    >
      ${this.say(`tab_${e}`)}
    </button>`}state(e){let t=[e.title,e.firmware&&this.say("firmware",{firmware:e.firmware}),e.account&&this.say("account",{account:e.account})].filter(Boolean),r=Xs.includes(e.state)?e.state:"not_loaded";return a`<div class="row" style="margin-bottom: 12px">
        ${t.map(o=>a`<span class="chip">${o}</span>`)}
        ${e.who_may_send==="nobody"?a`<span class="chip warn">${this.say("read_only")}</span>`:c}
        ${e.rehearsing&&!e.recording?a`<span class="chip warn">${this.say("rehearsing")}</span>`:c}
        ${e.recording?a`<span class="chip warn">${this.say("is_recording")}</span>`:c}
      </div>
      ${e.recording?a`<div class="box">${this.say("is_recording_about")}</div>`:a`<enphase-explorer-recorder
            .context=${this.context}
            .gateway=${e}
          ></enphase-explorer-recorder>`}
      ${e.state==="loaded"?c:a`<div class="box warn" role="alert">
            ${this.say(`state_${r}`)} ${e.reason??""}
          </div>`}`}content(e,t){let{context:r,narrow:o}=this,{endpoint:n,tab:l}=this.place;if(l==="record")return a`<enphase-explorer-record
        .context=${r}
        .gateway=${t}
      ></enphase-explorer-record>`;let d=Ee(e,n),p=a`<aside class="card" tabindex="-1" ?hidden=${o&&!!n}>
      <enphase-explorer-endpoints
        .context=${r}
        .catalogue=${e}
        .gateway=${t}
        .chosen=${n}
        .writes=${l==="write"}
        @explorer-endpoint=${f=>this.go({endpoint:f.detail.endpoint})}
      ></enphase-explorer-endpoints>
    </aside>`,u=n?l==="write"?a`<enphase-explorer-writer
            .context=${r}
            .gateway=${t}
            .known=${d}
            .endpoint=${n}
          ></enphase-explorer-writer>`:a`<enphase-explorer-reader
            .context=${r}
            .gateway=${t}
            .known=${d}
            .endpoint=${n}
          ></enphase-explorer-reader>`:a`<p class="soft" ?hidden=${o}>${this.say("choose_endpoint")}</p>`;return a`<p style="margin: 0 0 12px" ?hidden=${!o||!n}>
        <button id="back" class="soft" @click=${()=>this.go({endpoint:""})}>
          ‹ ${this.say("all_endpoints")}
        </button>
      </p>
      <div class=${o?"one":"two"}>
        ${p}
        <div>${u}</div>
      </div>`}go(e){let t=ie(this.place);this.place={...this.place,...e};let r=`${location.pathname}${location.search}${ie(this.place)}`;t!==ie(this.place)&&history.pushState(history.state,"",r),this.narrow&&"endpoint"in e&&(window.scrollTo(0,0),this.focusOn(e.endpoint?"#back":"aside"))}async focusOn(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}};m("enphase-envoy-explorer",Ve);
/*! Bundled license information:

@lit/reactive-element/css-tag.js:
  (**
   * @license
   * Copyright 2019 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/reactive-element.js:
lit-html/lit-html.js:
lit-element/lit-element.js:
  (**
   * @license
   * Copyright 2017 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/is-server.js:
  (**
   * @license
   * Copyright 2022 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)
*/
