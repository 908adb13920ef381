var B=globalThis,X=B.ShadowRoot&&(B.ShadyCSS===void 0||B.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,ne=Symbol(),Ge=new WeakMap,H=class{constructor(t,e,s){if(this._$cssResult$=!0,s!==ne)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(X&&t===void 0){let s=e!==void 0&&e.length===1;s&&(t=Ge.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),s&&Ge.set(e,t))}return t}toString(){return this.cssText}},Ve=i=>new H(typeof i=="string"?i:i+"",void 0,ne),y=(i,...t)=>{let e=i.length===1?i[0]:t.reduce((s,r,o)=>s+(a=>{if(a._$cssResult$===!0)return a.cssText;if(typeof a=="number")return a;throw Error("Value passed to 'css' function must be a 'css' function result: "+a+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+i[o+1],i[0]);return new H(e,i,ne)},We=(i,t)=>{if(X)i.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let s=document.createElement("style"),r=B.litNonce;r!==void 0&&s.setAttribute("nonce",r),s.textContent=e.cssText,i.appendChild(s)}},le=X?i=>i:i=>i instanceof CSSStyleSheet?(t=>{let e="";for(let s of t.cssRules)e+=s.cssText;return Ve(e)})(i):i;var{is:Bt,defineProperty:Xt,getOwnPropertyDescriptor:qt,getOwnPropertyNames:Zt,getOwnPropertySymbols:Yt,getPrototypeOf:Qt}=Object,q=globalThis,Ke=q.trustedTypes,es=Ke?Ke.emptyScript:"",ts=q.reactiveElementPolyfillSupport,U=(i,t)=>i,ce={toAttribute(i,t){switch(t){case Boolean:i=i?es:null;break;case Object:case Array:i=i==null?i:JSON.stringify(i)}return i},fromAttribute(i,t){let e=i;switch(t){case Boolean:e=i!==null;break;case Number:e=i===null?null:Number(i);break;case Object:case Array:try{e=JSON.parse(i)}catch{e=null}}return e}},Xe=(i,t)=>!Bt(i,t),Be={attribute:!0,type:String,converter:ce,reflect:!1,useDefault:!1,hasChanged:Xe};Symbol.metadata??=Symbol("metadata"),q.litPropertyMetadata??=new WeakMap;var x=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Be){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let s=Symbol(),r=this.getPropertyDescriptor(t,s,e);r!==void 0&&Xt(this.prototype,t,r)}}static getPropertyDescriptor(t,e,s){let{get:r,set:o}=qt(this.prototype,t)??{get(){return this[e]},set(a){this[e]=a}};return{get:r,set(a){let c=r?.call(this);o?.call(this,a),this.requestUpdate(t,c,s)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Be}static _$Ei(){if(this.hasOwnProperty(U("elementProperties")))return;let t=Qt(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(U("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(U("properties"))){let e=this.properties,s=[...Zt(e),...Yt(e)];for(let r of s)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[s,r]of e)this.elementProperties.set(s,r)}this._$Eh=new Map;for(let[e,s]of this.elementProperties){let r=this._$Eu(e,s);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let s=new Set(t.flat(1/0).reverse());for(let r of s)e.unshift(le(r))}else t!==void 0&&e.push(le(t));return e}static _$Eu(t,e){let s=e.attribute;return s===!1?void 0:typeof s=="string"?s:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let s of e.keys())this.hasOwnProperty(s)&&(t.set(s,this[s]),delete this[s]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return We(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,s){this._$AK(t,s)}_$ET(t,e){let s=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,s);if(r!==void 0&&s.reflect===!0){let o=(s.converter?.toAttribute!==void 0?s.converter:ce).toAttribute(e,s.type);this._$Em=t,o==null?this.removeAttribute(r):this.setAttribute(r,o),this._$Em=null}}_$AK(t,e){let s=this.constructor,r=s._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let o=s.getPropertyOptions(r),a=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:ce;this._$Em=r;let c=a.fromAttribute(e,o.type);this[r]=c??this._$Ej?.get(r)??c,this._$Em=null}}requestUpdate(t,e,s,r=!1,o){if(t!==void 0){let a=this.constructor;if(r===!1&&(o=this[t]),s??=a.getPropertyOptions(t),!((s.hasChanged??Xe)(o,e)||s.useDefault&&s.reflect&&o===this._$Ej?.get(t)&&!this.hasAttribute(a._$Eu(t,s))))return;this.C(t,e,s)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:s,reflect:r,wrapped:o},a){s&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,a??e??this[t]),o!==!0||a!==void 0)||(this._$AL.has(t)||(this.hasUpdated||s||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,o]of this._$Ep)this[r]=o;this._$Ep=void 0}let s=this.constructor.elementProperties;if(s.size>0)for(let[r,o]of s){let{wrapped:a}=o,c=this[r];a!==!0||this._$AL.has(r)||c===void 0||this.C(r,void 0,o,c)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(s=>s.hostUpdate?.()),this.update(e)):this._$EM()}catch(s){throw t=!1,this._$EM(),s}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};x.elementStyles=[],x.shadowRootOptions={mode:"open"},x[U("elementProperties")]=new Map,x[U("finalized")]=new Map,ts?.({ReactiveElement:x}),(q.reactiveElementVersions??=[]).push("2.1.2");var ge=globalThis,qe=i=>i,Z=ge.trustedTypes,Ze=Z?Z.createPolicy("lit-html",{createHTML:i=>i}):void 0,rt="$lit$",S=`lit$${Math.random().toFixed(9).slice(2)}$`,it="?"+S,ss=`<${it}>`,O=document,z=()=>O.createComment(""),j=i=>i===null||typeof i!="object"&&typeof i!="function",ye=Array.isArray,rs=i=>ye(i)||typeof i?.[Symbol.iterator]=="function",de=`[ 	
\f\r]`,I=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Ye=/-->/g,Qe=/>/g,T=RegExp(`>|${de}(?:([^\\s"'>=/]+)(${de}*=${de}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),et=/'/g,tt=/"/g,ot=/^(?:script|style|textarea|title)$/i,be=i=>(t,...e)=>({_$litType$:i,strings:t,values:e}),n=be(1),at=be(2),Hs=be(3),P=Symbol.for("lit-noChange"),l=Symbol.for("lit-nothing"),st=new WeakMap,R=O.createTreeWalker(O,129);function nt(i,t){if(!ye(i)||!i.hasOwnProperty("raw"))throw Error("invalid template strings array");return Ze!==void 0?Ze.createHTML(t):t}var is=(i,t)=>{let e=i.length-1,s=[],r,o=t===2?"<svg>":t===3?"<math>":"",a=I;for(let c=0;c<e;c++){let d=i[c],p,f,u=-1,w=0;for(;w<d.length&&(a.lastIndex=w,f=a.exec(d),f!==null);)w=a.lastIndex,a===I?f[1]==="!--"?a=Ye:f[1]!==void 0?a=Qe:f[2]!==void 0?(ot.test(f[2])&&(r=RegExp("</"+f[2],"g")),a=T):f[3]!==void 0&&(a=T):a===T?f[0]===">"?(a=r??I,u=-1):f[1]===void 0?u=-2:(u=a.lastIndex-f[2].length,p=f[1],a=f[3]===void 0?T:f[3]==='"'?tt:et):a===tt||a===et?a=T:a===Ye||a===Qe?a=I:(a=T,r=void 0);let k=a===T&&i[c+1].startsWith("/>")?" ":"";o+=a===I?d+ss:u>=0?(s.push(p),d.slice(0,u)+rt+d.slice(u)+S+k):d+S+(u===-2?c:k)}return[nt(i,o+(i[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),s]},F=class i{constructor({strings:t,_$litType$:e},s){let r;this.parts=[];let o=0,a=0,c=t.length-1,d=this.parts,[p,f]=is(t,e);if(this.el=i.createElement(p,s),R.currentNode=this.el.content,e===2||e===3){let u=this.el.content.firstChild;u.replaceWith(...u.childNodes)}for(;(r=R.nextNode())!==null&&d.length<c;){if(r.nodeType===1){if(r.hasAttributes())for(let u of r.getAttributeNames())if(u.endsWith(rt)){let w=f[a++],k=r.getAttribute(u).split(S),K=/([.?@])?(.*)/.exec(w);d.push({type:1,index:o,name:K[2],strings:k,ctor:K[1]==="."?he:K[1]==="?"?ue:K[1]==="@"?fe:N}),r.removeAttribute(u)}else u.startsWith(S)&&(d.push({type:6,index:o}),r.removeAttribute(u));if(ot.test(r.tagName)){let u=r.textContent.split(S),w=u.length-1;if(w>0){r.textContent=Z?Z.emptyScript:"";for(let k=0;k<w;k++)r.append(u[k],z()),R.nextNode(),d.push({type:2,index:++o});r.append(u[w],z())}}}else if(r.nodeType===8)if(r.data===it)d.push({type:2,index:o});else{let u=-1;for(;(u=r.data.indexOf(S,u+1))!==-1;)d.push({type:7,index:o}),u+=S.length-1}o++}}static createElement(t,e){let s=O.createElement("template");return s.innerHTML=t,s}};function M(i,t,e=i,s){if(t===P)return t;let r=s!==void 0?e._$Co?.[s]:e._$Cl,o=j(t)?void 0:t._$litDirective$;return r?.constructor!==o&&(r?._$AO?.(!1),o===void 0?r=void 0:(r=new o(i),r._$AT(i,e,s)),s!==void 0?(e._$Co??=[])[s]=r:e._$Cl=r),r!==void 0&&(t=M(i,r._$AS(i,t.values),r,s)),t}var pe=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:s}=this._$AD,r=(t?.creationScope??O).importNode(e,!0);R.currentNode=r;let o=R.nextNode(),a=0,c=0,d=s[0];for(;d!==void 0;){if(a===d.index){let p;d.type===2?p=new G(o,o.nextSibling,this,t):d.type===1?p=new d.ctor(o,d.name,d.strings,this,t):d.type===6&&(p=new me(o,this,t)),this._$AV.push(p),d=s[++c]}a!==d?.index&&(o=R.nextNode(),a++)}return R.currentNode=O,r}p(t){let e=0;for(let s of this._$AV)s!==void 0&&(s.strings!==void 0?(s._$AI(t,s,e),e+=s.strings.length-2):s._$AI(t[e])),e++}},G=class i{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,s,r){this.type=2,this._$AH=l,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=s,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=M(this,t,e),j(t)?t===l||t==null||t===""?(this._$AH!==l&&this._$AR(),this._$AH=l):t!==this._$AH&&t!==P&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):rs(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==l&&j(this._$AH)?this._$AA.nextSibling.data=t:this.T(O.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:s}=t,r=typeof s=="number"?this._$AC(t):(s.el===void 0&&(s.el=F.createElement(nt(s.h,s.h[0]),this.options)),s);if(this._$AH?._$AD===r)this._$AH.p(e);else{let o=new pe(r,this),a=o.u(this.options);o.p(e),this.T(a),this._$AH=o}}_$AC(t){let e=st.get(t.strings);return e===void 0&&st.set(t.strings,e=new F(t)),e}k(t){ye(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,s,r=0;for(let o of t)r===e.length?e.push(s=new i(this.O(z()),this.O(z()),this,this.options)):s=e[r],s._$AI(o),r++;r<e.length&&(this._$AR(s&&s._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let s=qe(t).nextSibling;qe(t).remove(),t=s}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},N=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,s,r,o){this.type=1,this._$AH=l,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=o,s.length>2||s[0]!==""||s[1]!==""?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=l}_$AI(t,e=this,s,r){let o=this.strings,a=!1;if(o===void 0)t=M(this,t,e,0),a=!j(t)||t!==this._$AH&&t!==P,a&&(this._$AH=t);else{let c=t,d,p;for(t=o[0],d=0;d<o.length-1;d++)p=M(this,c[s+d],e,d),p===P&&(p=this._$AH[d]),a||=!j(p)||p!==this._$AH[d],p===l?t=l:t!==l&&(t+=(p??"")+o[d+1]),this._$AH[d]=p}a&&!r&&this.j(t)}j(t){t===l?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},he=class extends N{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===l?void 0:t}},ue=class extends N{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==l)}},fe=class extends N{constructor(t,e,s,r,o){super(t,e,s,r,o),this.type=5}_$AI(t,e=this){if((t=M(this,t,e,0)??l)===P)return;let s=this._$AH,r=t===l&&s!==l||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive,o=t!==l&&(s===l||r);r&&this.element.removeEventListener(this.name,this,s),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},me=class{constructor(t,e,s){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(t){M(this,t)}};var os=ge.litHtmlPolyfillSupport;os?.(F,G),(ge.litHtmlVersions??=[]).push("3.3.3");var lt=(i,t,e)=>{let s=e?.renderBefore??t,r=s._$litPart$;if(r===void 0){let o=e?.renderBefore??null;s._$litPart$=r=new G(t.insertBefore(z(),o),o,void 0,e??{})}return r._$AI(i),r};var ve=globalThis,A=class extends x{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=lt(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return P}};A._$litElement$=!0,A.finalized=!0,ve.litElementHydrateSupport?.({LitElement:A});var as=ve.litElementPolyfillSupport;as?.({LitElement:A});(ve.litElementVersions??=[]).push("4.2.2");var b="enphase_envoy_raw_data",Y=class{constructor(t){this.hass=t}async act(t,e){return(await this.hass().callWS({type:"call_service",domain:b,service:t,service_data:e,return_response:!0})).response}catalogue(t){return this.hass().callWS({type:`${b}/catalogue`,language:t})}async search(t){let e=`${b}/search`,s=await this.hass().callWS({type:e,text:t});return new Set(s.paths)}follow(t){return this.subscribe(e=>t(e.gateways),{type:`${b}/gateways`},!0)}probe(t,e){return this.subscribe(e,{type:`${b}/probe`,entry_id:t},!1)}recording(t,e){return this.subscribe(e,{type:`${b}/recording`,entry_id:t},!1)}async subscribe(t,e,s){let{connection:r}=this.hass(),o=await r.subscribeMessage(t,e,{resubscribe:s});return()=>{o().catch(()=>{})}}};function ct(i,t,e){let{message:s,translation_key:r,translation_domain:o,translation_placeholders:a}=i??{},c=o??b;return r&&t.localize(`component.${c}.exceptions.${r}.message`,a??{})||s||e("failed")}function dt(i){return i.normalize("NFKD").replace(new RegExp("\\p{M}","gu"),"").toLowerCase()}function $e(i,t){return i?.probe?.answers[t.path]}function pt(i,t,e){let s=dt(e.text).split(/\s+/).filter(Boolean),r=a=>{let c=dt(`${a.path} ${a.endpoint} ${a.name}`);return(!e.answersOnly||$e(t,a)===!0)&&(!e.writableOnly||a.write!==null)&&(e.toWrite?a.write!==null:a.readable)&&(s.every(d=>c.includes(d))||!!e.found?.has(a.path))},o=i.endpoints.filter(r);return i.topics.map(a=>({topic:a,endpoints:o.filter(c=>c.topic===a)})).filter(a=>a.endpoints.length>0)}function we(i,t){let e=t.split("?")[0];return i?.endpoints.find(s=>s.path===e||s.endpoint===t||s.endpoint===e)}function Q(i,t){let e=t.write?.locked_page;return!!e&&!i?.opened_pages.includes(e)}function ht(i,t){let e=t.trim();return/^\/\S+$/.test(e)&&!we(i,e)?e:null}var xe=["read","write","record"];function _e(i){let t=new URLSearchParams(i.replace(/^#/,"")),e=t.get("endpoint")??"";return{gateway:t.get("gateway")??"",tab:xe.find(s=>s===t.get("tab"))??"read",endpoint:e.startsWith("/")?e:""}}function ut(i){let t=Object.entries(i).filter(([,e])=>e);return`#${new URLSearchParams(t)}`}function m(i,t){customElements.get(i)||customElements.define(i,t)}var h=class extends A{static{this.properties={context:{attribute:!1}}}say(t,e){return this.context.say(t,e)}get language(){return this.context.hass().language}failure(t){return ct(t,this.context.hass(),this.context.say)}tell(t,e){this.dispatchEvent(new CustomEvent(t,{detail:e,bubbles:!0,composed:!0}))}},g=y`
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
  .soft {
    color: var(--secondary-text-color);
  }
  .card {
    background: var(--ha-card-background, var(--card-background-color, #fff));
    border: 1px solid var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, 12px);
    padding: 16px;
    margin-bottom: 16px;
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
`;function L(i,t=80){if(i===void 0)return"";let e=typeof i=="string"?i:JSON.stringify(i);return e.length>t?`${e.slice(0,t-1)}…`:e}function ke(i){return typeof i=="number"&&Math.abs(i)>Number.MAX_SAFE_INTEGER}function ee(i,t){let[e,s]=i<1e3?["byte",1]:i<1e6?["kilobyte",1e3]:["megabyte",1e6];return new Intl.NumberFormat(t,{style:"unit",unit:String(e),unitDisplay:"short",maximumFractionDigits:1}).format(i/Number(s))}function V(i,t){let e=i<1;return new Intl.NumberFormat(t,{style:"unit",unit:e?"millisecond":"second",maximumFractionDigits:e?0:1}).format(e?i*1e3:i)}var ns=[["day",86400],["hour",3600],["minute",60],["second",1]];function te(i,t,e){let s=(Date.parse(i)-t)/1e3,[r,o]=ns.find(([,c])=>Math.abs(s)>=c)??["second",1];return new Intl.RelativeTimeFormat(e,{numeric:"auto"}).format(Math.round(s/o),r)}function D(i,t){return new Date(i).toLocaleString(t,{dateStyle:"medium",timeStyle:"medium"})}var ls=150,Se=class extends h{constructor(){super();this.timer=0;this.end=null;this.type=e=>{let{value:s}=e.target;this.wanted={...this.wanted,text:s,found:null},clearTimeout(this.timer),s.trim()&&(this.timer=window.setTimeout(async()=>{let r=await this.context.api.search(s).catch(()=>null);s===this.wanted.text&&(this.wanted={...this.wanted,found:r})},ls))};this.enter=e=>{let s=this.wanted.text.trim();e.key==="Enter"&&/^\/\S+$/.test(s)&&this.choose(s)};this.start=async()=>{let{gateway:e}=this;if(!(!e||this.progress)){this.trouble="",this.progress={done:0,total:0,answered:0};try{let s=await this.context.api.probe(e.id,this.step);this.progress?this.end=s:s()}catch(s){this.progress=null,this.trouble=this.failure(s)}}};this.stop=()=>{this.end?.(),this.end=null,this.progress=null};this.step=e=>{if(this.progress)if(e.ended)this.stop(),this.trouble=e.error?this.failure(e.error):"";else if(e.total!==void 0)this.progress={...this.progress,total:e.total};else{let{done:s,total:r,answered:o}=this.progress;this.progress={total:r,done:s+1,answered:o+(e.answered?1:0)}}};this.wanted={text:"",found:null,answersOnly:!1,writableOnly:!1,toWrite:!1},this.progress=null,this.trouble=""}static{this.properties={...h.properties,catalogue:{attribute:!1},gateway:{attribute:!1},chosen:{attribute:!1},writes:{attribute:!1},wanted:{state:!0},progress:{state:!0},trouble:{state:!0}}}static{this.styles=[g,y`
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
    `]}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer),this.stop()}willUpdate(e){let s=e.get("gateway");s&&s.id!==this.gateway?.id&&(this.stop(),this.trouble="")}render(){let e={...this.wanted,toWrite:this.writes},s=pt(this.catalogue,this.gateway,e),r=!!this.wanted.text.trim(),o=ht(this.catalogue,this.wanted.text);return n`
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
        ${this.writes?l:this.tick("writableOnly","only_writable",!1)}
      </div>
      ${this.probe()}
      ${o?n`<button class="item" @click=${()=>this.choose(o)}>
            <span class="name">${this.say("use_own_path")}</span>
            <div class="mono">${o}</div>
          </button>`:l}
      ${s.length||o?l:n`<p class="soft">${this.say("nothing_found")}</p>`}
      ${s.map(({topic:a,endpoints:c})=>n`<details ?open=${r||this.holds(c)}>
          <summary>
            ${this.say(`topic_${a}`)} <span class="soft">${c.length}</span>
          </summary>
          ${c.map(d=>this.item(d))}
        </details>`)}
    `}holds(e){let s=e[0]?.topic===this.catalogue.topics[0];return e.some(r=>(r.endpoint??r.path)===this.chosen)||!this.chosen&&s}tick(e,s,r){return n`<label class="tick">
      <input
        type="checkbox"
        .checked=${this.wanted[e]}
        ?disabled=${r}
        @change=${()=>this.wanted={...this.wanted,[e]:!this.wanted[e]}}
      />
      ${this.say(s)}
    </label>`}item(e){let s=e.endpoint??e.path,r=$e(this.gateway,e),o=[r===!0?["good",this.say("answers_here")]:null,r===!1?["",this.say("no_answer_here")]:null,e.role&&e.role!=="none"&&e.role!=="anybody"?["",e.role]:null,e.write&&!this.writes?["",this.say("writable")]:null,Q(this.gateway,e)?["warn",this.say("locked")]:null].filter(a=>a!==null);return n`<button
      class="item"
      aria-current=${s===this.chosen}
      @click=${()=>this.choose(s)}
    >
      <span class="name">${e.name}</span>
      <div class="mono">${s}</div>
      <div class="marks">
        ${o.map(([a,c])=>n`<span class="chip ${a}">${c}</span>`)}
      </div>
    </button>`}probe(){let{gateway:e,progress:s}=this;if(s)return n`<div class="probe card" role="status">
        <div class="row">
          <span class="grow"
            >${this.say("probing",{...s})}</span
          >
          <button class="soft" @click=${this.stop}>${this.say("stop")}</button>
        </div>
        <progress max=${s.total||1} .value=${s.done}></progress>
      </div>`;let r=e?.probe,o=Object.values(r?.answers??{}),a={answered:o.filter(Boolean).length,asked:o.length,ago:r?te(r.at,Date.now(),this.language):""};return n`<div class="probe row">
      <span class="grow soft">${this.say(r?"probed":"not_probed",a)}</span>
      <button class="soft" ?disabled=${e?.state!=="loaded"} @click=${this.start}>
        ${this.say("probe")}
      </button>
      ${this.trouble?n`<div class="box bad" role="alert">${this.trouble}</div>`:l}
    </div>`}choose(e){this.tell("explorer-endpoint",{endpoint:e})}};m("enphase-explorer-endpoints",Se);var cs=/^[A-Za-z_][A-Za-z0-9_]*$/;function v(i,t=!1){let e="";for(let s of i)if(typeof s=="number")e+=t?"[]":`[${s}]`;else{let r=cs.test(s)?s:JSON.stringify(s);e+=e?`.${r}`:r}return e||"@"}function ft(i){return i.some(t=>typeof t=="number")&&i.length>1}function C(i){return typeof i=="object"&&i!==null&&!Array.isArray(i)}function _(i){return Array.isArray(i)?Array.from(i.keys()):C(i)?Object.keys(i):[]}var ds=360,ps=200,hs=12,us=4,mt=5e3;function gt(i,t,e){let s=new Map(i.map(r=>[r.name,r.points]));return fs(t).map(([r,o])=>({name:r,points:[...s.get(r)??[],{at:e,value:o}].slice(-ds)}))}function yt(i){let t=i.filter(({points:e})=>e.some(s=>s.value!==e[0]?.value));return t.length?t.slice(0,hs):i.slice(0,us)}function fs(i){let t=[],e=[[[],i]];for(let s=0;e.length&&s<mt;s+=1){let[r,o]=e.shift();if(typeof o=="number"){if(t.push([v(r),o]),t.length===ps)break}else if(Array.isArray(o)||C(o))for(let a of _(o)){if(e.length>mt)break;e.push([[...r,a],o[a]])}}return t}function bt(i,t,e){let s=i.map(d=>d.value),[r,o]=[Math.min(...s),Math.max(...s)],a=i[0]?.at??0,c=(i.at(-1)?.at??0)-a||1;return i.map(({at:d,value:p})=>{let f=(d-a)/c*t,u=o===r?e/2:e-(p-r)/(o-r)*e;return`${f.toFixed(1)},${u.toFixed(1)}`}).join(" ")}var $t="enphase_envoy_raw_data";function se(i){return JSON.stringify(i).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g,t=>`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`)}function vt(i){return/^[A-Za-z0-9_/][A-Za-z0-9_./]*$/.test(i)&&!/^[\d.]+$/.test(i)?i:se(i)}function wt(i){return se(i).replace(/[{}%#]/g,t=>`\\x${t.charCodeAt(0).toString(16)}`)}function xt(i){return[`config_entry_id: ${vt(i.entryId)}`,`endpoint: ${vt(i.endpoint)}`,...i.select?[`select: ${se(i.select)}`]:[],...i.parseXml?["parse_xml: true"]:[]]}function _t(i){let t=xt(i).map(e=>`  ${e}`);return`action: ${$t}.read_data
data:
${t.join(`
`)}
response_variable: reply
`}function kt(i){return`{{ reply[${wt(i.endpoint)}] }}
`}function St(i,t,e){let s=xt(i).map(a=>`          ${a}`),r=wt(i.endpoint),o=`raw_${t.toLowerCase().replace(/[^a-z0-9]+/g,"_")}`.slice(0,60);return`template:
  - triggers:
      - trigger: time_pattern
        minutes: /15
    variables:
      reply: {}
    actions:
      - action: ${$t}.read_data
        continue_on_error: true
        data:
${s.join(`
`)}
          continue_on_error: true
        response_variable: reply
    sensor:
      - name: ${se(t)}
        unique_id: ${o}
        state: >-
          {{ reply[${r}] }}
        availability: >-
          {{ reply.get(${r}) is ${e?"number":"string"} }}
${e?`        state_class: measurement
`:""}`}function J(i){if(!i.trim())return null;try{JSON.parse(i)}catch(t){let e=String(t),s=/line (\d+)/.exec(e)?.[1];return s?Number(s):ys(i)}return null}var ms=/^(?:true|false|null|-?\d[\d.eE+-]*)$/,gs=/"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+|"/gs;function ys(i){let t=i.length;for(let{0:e,index:s}of i.matchAll(gs))if(!/^(?:".|[{}[\],:])/s.test(e)&&!ms.test(e)){t=s;break}return i.slice(0,t).split(`
`).length}function re(i){let t="",e=0,s=()=>`
${"  ".repeat(e)}`,r=i.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs)??[];for(let[o,a]of r.entries()){let c=r[o+1],d=r[o-1];switch(a){case"{":case"[":e+=1,t+=c==="}"||c==="]"?a:a+s();break;case"}":case"]":e-=1,t+=d==="{"||d==="["?a:s()+a;break;case",":t+=a+s();break;case":":t+=": ";break;default:t+=a}}return t}var bs=["action","sensor","template","raw"],Ae=class extends h{constructor(){super();this.copy=async()=>{try{await navigator.clipboard.writeText(this.text)}catch{this.renderRoot.querySelector("textarea")?.select(),document.execCommand("copy")}this.done=!0};this.text="",this.kind=null,this.done=!1}static{this.properties={...h.properties,call:{attribute:!1},name:{attribute:!1},isNumber:{attribute:!1},text:{state:!0},kind:{state:!0},done:{state:!0}}}static{this.styles=[g]}willUpdate(e){let s=e.get("call");s&&JSON.stringify(s)!==JSON.stringify(this.call)&&(this.kind=null)}render(){return n`<div class="row" role="group" aria-label=${this.say("take_along")}>
        <span class="soft">${this.say("take_along")}</span>
        ${bs.map(e=>n`<button
            class="soft"
            aria-pressed=${e===this.kind}
            @click=${()=>this.show(e)}
          >
            ${this.say(`copy_${e}`)}
          </button>`)}
      </div>
      ${this.kind?n`<p>
              <textarea readonly aria-label=${this.say(`copy_${this.kind}`)} .value=${this.text}>
              </textarea>
            </p>
            <div class="row">
              <button class="act" @click=${this.copy}>${this.say("copy")}</button>
              <button class="soft" @click=${()=>this.kind=null}>${this.say("close")}</button>
              <span role="status">${this.done?this.say("copied"):""}</span>
            </div>`:l}`}async show(e){let s={action:()=>_t(this.call),sensor:()=>St(this.call,this.name,this.isNumber),template:()=>kt(this.call),raw:()=>this.raw()};try{this.text=await s[e]()}catch(r){this.text=this.failure(r)}this.kind=e,this.done=!1,await this.updateComplete,await this.copy()}async raw(){let{entryId:e,endpoint:s,select:r,parseXml:o}=this.call,a=await this.context.api.act("read_data",{config_entry_id:e,endpoint:s,select:`to_string(${r||"@"})`,from_cache:!0,...o?{parse_xml:!0}:{}});return re(a[s]??"")}};m("enphase-explorer-copies",Ae);function At(i,t,e){let s=[`${e("status")} ${i.status}`,ee(i.bytes,t),V(i.duration,t),D(i.read_at,t)],r=e("from_cache",{age:V(i.age,t)});return n`<div class="row" role="status">
    ${s.map(o=>n`<span class="chip">${o}</span>`)}
    ${i.recording?n`<span class="chip warn">${e("recorded")}</span>`:l}
    ${i.from_cache&&!i.recording?n`<span class="chip warn">${r}</span>`:l}
  </div>`}function Et(i,t){let e=i.notes??[];return e.length?n`<details>
    <summary>${t("notes",{count:e.length})}</summary>
    ${e.map(s=>{let r=[s.unit,s.sign,s.taken_for].filter(Boolean).join(" · ");return n`<div class="box">
        <code>${String(s.field??"")}</code> ${String(s.meaning??"")}
        <span class="soft">${r}</span>
      </div>`})}
  </details>`:l}var[Tt,Rt]=[160,36],Ee=class extends h{static{this.properties={...h.properties,series:{attribute:!1}}}static{this.styles=[g,y`
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
    `]}render(){return n`<div class="plots">${yt(this.series).map(t=>this.plot(t))}</div>`}plot({name:t,points:e}){let s=e.map(a=>a.value),r={low:String(Math.min(...s)),high:String(Math.max(...s)),count:s.length},o=this.say("plot_about",r);return n`<div class="plot">
      <div class="name mono">${L(t,120)}</div>
      <strong>${s.at(-1)}</strong>
      <svg
        viewBox="-2 -2 ${Tt+4} ${Rt+4}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${`${t}: ${o}`}
      >
        ${at`<polyline points=${bt(e,Tt,Rt)}></polyline>`}
      </svg>
      <span class="soft">${o}</span>
    </div>`}};m("enphase-explorer-plots",Ee);var vs=40,$s=200;function Ct(i){return Array.isArray(i)&&i.length>0&&i.every(C)}function Mt(i){return[...new Set(i.slice(0,$s).flatMap(Object.keys))].slice(0,vs)}function Nt(i,t,e){let s=o=>i[o]?.[t],r=[...i.keys()];return r.sort((o,a)=>{let[c,d]=[s(o),s(a)],p=Ot(c)-Ot(d);if(p)return p;let f=ws(c,d);return e?-f:f}),r}function Ot(i){return i==null?2:typeof i=="number"?0:1}function ws(i,t){return typeof i=="number"&&typeof t=="number"?i-t:Pt(i).localeCompare(Pt(t),void 0,{numeric:!0})}function Pt(i){return typeof i=="string"?i:JSON.stringify(i)??""}var Te=100,Re=class extends h{static{this.properties={...h.properties,rows:{attribute:!1},path:{attribute:!1},column:{state:!0},down:{state:!0},most:{state:!0}}}static{this.styles=[g,y`
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
    `]}constructor(){super(),this.path=[],this.column="",this.down=!1,this.most=Te}render(){let t=Mt(this.rows),e=this.column?Nt(this.rows,this.column,this.down):[...this.rows.keys()],s=e.length-this.most;return n`<div class="scroll" tabindex="0" role="region" aria-label=${this.say("as_table")}>
        <table>
          <thead>
            <tr>
              ${t.map(r=>this.head(r))}
            </tr>
          </thead>
          <tbody>
            ${e.slice(0,this.most).map(r=>this.line(r,t))}
          </tbody>
        </table>
      </div>
      ${s>0?n`<button class="soft" @click=${()=>this.most+=Te}>
            ${this.say("show_more",{count:Math.min(s,Te),rest:s})}
          </button>`:l}`}head(t){let e=t===this.column,s=e?this.down?"descending":"ascending":"none",r=e?this.down?" ▾":" ▴":"";return n`<th scope="col" aria-sort=${s}>
      <button title=${this.say("sort_by")} @click=${()=>this.sort(t)}>${t}${r}</button>
    </th>`}line(t,e){let s=this.rows[t];return n`<tr>
      ${e.map(r=>{let o=typeof s[r]=="number"?"number":"",a=[...this.path,t,r];return n`<td class=${o}>
          <button
            title=${this.say("select_this")}
            @click=${()=>this.tell("explorer-choose",{path:a})}
          >
            ${L(s[r],60)}
          </button>
        </td>`})}
    </tr>`}sort(t){this.down=t===this.column&&!this.down,this.column=t}};m("enphase-explorer-table",Re);var ie=100,Oe=40,Lt=2e3,Pe=class extends h{constructor(){super();this.shape="";this.chosen="",this.opened=new Set,this.pieces=new Map}static{this.properties={...h.properties,value:{attribute:!1},chosen:{attribute:!1},opened:{state:!0},pieces:{state:!0}}}static{this.styles=[g,y`
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
    `]}willUpdate(e){if(e.has("value")){let s=Array.isArray(this.value)?"list":_(this.value).slice(0,20).join();(s!==this.shape||e.get("value")===void 0)&&(this.shape=s,this.opened=xs(this.value),this.pieces=new Map)}}render(){return n`<ul class="top mono" role="tree" aria-label=${this.say("reply")}>
      ${this.node([],null,this.value)}
    </ul>`}node(e,s,r){let o=Array.isArray(r)||C(r),a=v(e),c=o&&this.opened.has(a),d=s===null?l:n`<span class="name">${s}: </span>`,p=()=>this.toggle(a),f=o?n`<button
          class="toggle"
          aria-expanded=${c}
          aria-label=${`${this.say(c?"close_part":"open_part")} ${s??""}`}
          @click=${p}
          >${c?"▾":"▸"}</button
        >`:n`<span class="gap"></span>`;return n`<li role="treeitem" aria-expanded=${o?String(c):l}>
      <div class="line">
        ${f}
        <button
          class=${a===this.chosen?"chosen":""}
          title=${ke(r)?this.say("rounded"):this.say("select_this")}
          @click=${()=>this.tell("explorer-choose",{path:e})}
          >${d}${o?this.summary(r):_s(r)}</button
        >
      </div>
      ${c?this.parts(e,a,r):l}
    </li>`}summary(e){let s=_(e).length,r=Array.isArray(e)?"list_of":"object_of";return n`<span class="soft">${this.say(r,{count:s})}</span>`}parts(e,s,r){let o=_(r),a=this.pieces.get(s)??ie,c=o.slice(0,a),d=o.length-c.length;return n`<ul role="group">
      ${c.map(p=>this.node([...e,p],p,r[p]))}
      ${d>0?n`<li>
            <button class="soft" @click=${()=>this.more(s,a)}>
              ${this.say("show_more",{count:Math.min(d,ie),rest:d})}
            </button>
          </li>`:l}
    </ul>`}toggle(e){let s=new Set(this.opened);s.delete(e)||s.add(e),this.opened=s}more(e,s){this.pieces=new Map(this.pieces).set(e,s+ie)}};function xs(i){let t=new Set(["@"]),e=Math.min(_(i).length,ie),s=[[[],i]];for(;s.length&&e<Oe;){let r=[];for(let[o,a]of s)for(let c of _(a).slice(0,Oe)){let d=a[c],p=_(d).length;p&&e+p<=Oe&&(e+=p,t.add(v([...o,c])),r.push([[...o,c],d]))}s=r}return t}function _s(i){if(typeof i=="string"){let e=i.length>Lt?`${i.slice(0,Lt)}…`:i;return n`<span class="text">${JSON.stringify(e)}</span>`}return n`<span class=${typeof i=="number"?"number":"word"}>${ke(i)?"≈ ":""}${String(i)}</span>`}m("enphase-explorer-tree",Pe);var Dt=2e5,Ce=class extends h{static{this.properties={...h.properties,value:{attribute:!1},chosen:{attribute:!1},view:{state:!0}}}static{this.styles=[g]}constructor(){super(),this.chosen="",this.view="table"}render(){let{value:t}=this;if(typeof t=="string")return n`<pre style="white-space: pre-wrap; overflow-wrap: anywhere; margin: 0">
${t.slice(0,Dt)}${t.length>Dt?"…":""}</pre
      >`;let e=Ct(t)?t:null,s=r=>n`<button
      class="soft"
      aria-pressed=${this.view===r}
      ?disabled=${this.view===r}
      @click=${()=>this.view=r}
    >
      ${this.say(`as_${r}`)}
    </button>`;return n`${e?n`<div class="row">${s("table")}${s("tree")}</div>`:l}
    ${e&&this.view==="table"?n`<enphase-explorer-table
          .context=${this.context}
          .rows=${e}
        ></enphase-explorer-table>`:n`<enphase-explorer-tree
          .context=${this.context}
          .value=${t}
          .chosen=${this.chosen}
        ></enphase-explorer-tree>`}`}};m("enphase-explorer-value",Ce);var ks=300,Me=2,Jt=3600,Ss=720,Ne=class extends h{constructor(){super();this.timer=0;this.pause=0;this.reads=0;this.parseXml=!1;this.choose=e=>{e.stopPropagation(),this.path=e.detail.path,this.setSelect(v(this.path),!1)};this.setSeconds=e=>{let s=e.target,r=Math.round(Number(s.value))||Me;this.seconds=Math.min(Math.max(r,Me),Jt),s.value=String(this.seconds)};this.repeat=()=>{this.repeats?this.halt():(this.repeats=!0,this.series=[],this.reads=0,this.again())};this.hide=()=>{document.hidden&&this.halt()};this.seconds=5,this.clear()}static{this.properties={...h.properties,gateway:{attribute:!1},known:{attribute:!1},endpoint:{attribute:!1},reply:{state:!0},selected:{state:!0},select:{state:!0},path:{state:!0},trouble:{state:!0},wrong:{state:!0},reading:{state:!0},repeats:{state:!0},seconds:{state:!0},series:{state:!0}}}static{this.styles=[g]}clear(){this.reply=null,this.selected=null,this.select="",this.path=[],this.trouble="",this.wrong="",this.reading=!1,this.series=[],this.parseXml=!1,this.halt()}connectedCallback(){super.connectedCallback(),document.addEventListener("visibilitychange",this.hide)}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener("visibilitychange",this.hide),clearTimeout(this.pause),this.halt()}willUpdate(e){let s=e.get("gateway");(e.has("endpoint")||s&&s.id!==this.gateway.id)&&this.clear()}render(){let{known:e}=this;return n`<section class="card">
        <h2>${e?.name??this.endpoint}</h2>
        <code>${this.endpoint}</code>
        ${e?n`<p>${e.about}</p>`:l}
        ${e?.role_note?n`<p class="soft">${e.role_note}</p>`:l}
        ${e?.starts?n`<div class="box warn">${this.say("read_starts",{what:e.starts})}</div>`:l}
        ${e&&!e.endpoint?n`<div class="box">${this.say("fill_gap")}</div>`:l}
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
            min=${Me}
            max=${Jt}
            .value=${String(this.seconds)}
            @change=${this.setSeconds}
          />
          <span>${this.say("seconds")}</span>
        </div>
        ${this.trouble?n`<div class="box bad" role="alert">${this.trouble}</div>`:l}
      </section>
      ${this.reply?this.result(this.reply):l}`}get mayRead(){return this.gateway.state==="loaded"&&!this.reading&&!this.endpoint.includes("{")}result({value:e,metadata:s}){let r=this.selected?this.selected.value:e;return n`<section class="card" aria-label=${this.say("reply")}>
      ${At(s,this.language,this.context.say)} ${this.selection()}
      ${Et(s,this.context.say)}
      ${this.series.length?n`<enphase-explorer-plots
            .context=${this.context}
            .series=${this.series}
          ></enphase-explorer-plots>`:l}
      ${this.selected&&!this.wrong?n`<h3>${this.say("selected")}</h3>
            <enphase-explorer-value
              id="selected"
              .context=${this.context}
              .value=${r}
              @explorer-choose=${o=>o.stopPropagation()}
            ></enphase-explorer-value>
            <h3>${this.say("whole_reply")}</h3>`:l}
      <enphase-explorer-value
        id="whole"
        .context=${this.context}
        .value=${e}
        .chosen=${this.select}
        @explorer-choose=${this.choose}
      ></enphase-explorer-value>
      <hr style="border: 0; border-top: 1px solid var(--divider-color, #ddd)" />
      <enphase-explorer-copies
        .context=${this.context}
        .call=${{entryId:this.gateway.id,endpoint:this.endpoint,select:this.wrong?"":this.select,parseXml:this.parseXml}}
        .name=${this.select||this.known?.name||this.endpoint}
        .isNumber=${typeof r=="number"}
      ></enphase-explorer-copies>
    </section>`}selection(){return n`<div class="row" style="margin: 12px 0">
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
        ${ft(this.path)?n`<button class="soft" @click=${()=>this.setSelect(v(this.path,!0))}>
              ${this.say("select_all")}
            </button>`:l}
        ${this.select?n`<button class="soft" @click=${()=>this.setSelect("")}>
              ${this.say("clear")}
            </button>`:l}
      </div>
      ${this.wrong?n`<div class="box warn" role="alert">${this.wrong}</div>`:l}`}setSelect(e,s=!0){this.select=e,s&&(this.path=[]),clearTimeout(this.pause),e.trim()?this.pause=window.setTimeout(()=>{this.apply()},s?ks:0):(this.selected=null,this.wrong="")}async apply(){let{select:e,endpoint:s,gateway:r}=this,o=()=>e===this.select&&s===this.endpoint&&r.id===this.gateway.id;try{let a=await this.call(!0,e);o()&&(this.selected={value:a.value},this.wrong=(a.metadata.hints??[]).join(" "))}catch(a){o()&&(this.selected=null,this.wrong=this.failure(a))}}async read(e){let{endpoint:s,gateway:r}=this,o=()=>s===this.endpoint&&r.id===this.gateway.id;this.reading=!0,this.trouble="";try{this.parseXml||=this.known?.returns==="xml";let a=await this.call(e,"");if(!this.parseXml&&o()&&As(a.value)&&(this.parseXml=!0,a=await this.call(!0,"")),!o())return;if(this.reply=a,this.select.trim()&&await this.apply(),this.repeats){let c=this.selected?this.selected.value:a.value;this.series=gt(this.series,c,Date.now())}}catch(a){o()&&(this.trouble=this.failure(a))}finally{o()&&(this.reading=!1)}}async call(e,s){let{endpoint:r}=this,o=await this.context.api.act("read_data",{config_entry_id:this.gateway.id,endpoint:r,metadata:!0,...e?{from_cache:!0}:{},...s?{select:s}:{},...this.parseXml?{parse_xml:!0}:{},...this.known?.returns==="stream"?{stream_seconds:3}:{}});return{value:o[r]??null,metadata:o.metadata[r]}}async again(){clearTimeout(this.timer),this.mayRead&&(this.reads+=1,await this.read(!1)),this.repeats&&this.reads<Ss?(clearTimeout(this.timer),this.timer=window.setTimeout(()=>{this.again()},this.seconds*1e3)):this.halt()}halt(){clearTimeout(this.timer),this.repeats=!1}};function As(i){return typeof i=="string"&&/^\s*<\?xml/.test(i)}m("enphase-explorer-reader",Ne);var Ut=["off","on","strict"];function W(i){return JSON.stringify(Object.entries(i).sort())}function Le(i,t){let e=i.text.trim()!=="",s=i.merge&&i.method!=="DELETE"&&e;return{config_entry_id:i.entryId,endpoint:i.endpoint,method:i.method,...e?{data:i.text}:{},...s?{merge:!0}:{},...s&&i.mergeAdd?{merge_add:!0}:{},...i.contentType==="form"?{content_type:"form"}:{},...i.restoreAfter>0?{restore_after:{minutes:i.restoreAfter}}:{},risk_acknowledged:!0,test_mode:t,...t?{compare:!0}:{verify:i.verify}}}function It(i){let t=Object.keys(i.odd).length>0;return i.endpoint.startsWith("/")&&!t&&J(i.text)===null}var E=class{constructor(){this.previewed=null}show(t,e){this.previewed=e&&!e.would_be_refused?t:null}isOpenFor(t){return this.previewed===t}pass(t){let e=this.isOpenFor(t);return this.previewed=null,e}};function oe(i,t=[]){let e=new Set(t);return i.map(s=>{let{path:r}=s;if("added"in s)return{path:r,kind:"added",before:void 0,after:s.added};if("removed"in s){let o=e.has(r)?"left_out":"removed";return{path:r,kind:o,before:s.removed,after:void 0}}return"reordered"in s?{path:r,kind:"reordered",before:void 0,after:s.reordered}:{path:r,kind:"changed",before:s.from,after:s.to}})}function ae(i){let t=i.left_out??[],e=oe(i.changes??[],t.map(o=>o.path)),s=new Set(e.map(o=>o.path));return[...t.filter(o=>!s.has(o.path)).map(({path:o,value:a})=>({path:o,kind:"left_out",before:a,after:void 0})),...e].sort((o,a)=>Ht(o)-Ht(a))}function Ht(i){return i.kind==="left_out"?0:1}function zt(i,t,e){let s=i.services.enphase_envoy_raw_data?.[t]?.fields??{};return Object.entries(s).some(([r,o])=>{let a=o.fields;return r===e||!!a&&e in a})}var Es={added:"good",changed:"",left_out:"bad",removed:"warn",reordered:""},De=class extends h{static{this.properties={...h.properties,rows:{attribute:!1}}}static{this.styles=[g,y`
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
      .path {
        overflow-wrap: anywhere;
      }
    `]}render(){return n`<div role="list" aria-label=${this.say("differences")}>
      ${this.rows.map(t=>n`<div class="difference" role="listitem">
          <div class="row">
            <span class="chip ${Es[t.kind]}">${this.say(`kind_${t.kind}`)}</span>
            <code class="path">${t.path||"@"}</code>
          </div>
          <div class="sides mono">
            <div class="side before"
              ><span class="ears">${this.say("before")}</span>${jt(t.before)}</div
            >
            <div class="side after"
              ><span class="ears">${this.say("after")}</span>${jt(t.after)}</div
            >
          </div>
        </div>`)}
    </div>`}};function jt(i){return i===void 0?"—":L(JSON.stringify(i,null,1),2e3)}m("enphase-explorer-differences",De);var Ts={restore_data:{what:"put_back",preview:"put_back_preview",now:"put_back_now",done:"put_back_done"},send_rehearsed:{what:"send_real",preview:"would_change",now:"send_once",done:"sent"}},Je=class extends h{constructor(){super();this.way="restore_data";this.gate=new E;this.load=()=>this.work(async()=>{let{id:e}=this.gateway,s=await this.context.api.act("list_writes",{config_entry_id:e});e===this.gateway.id&&(this.writes=s.writes,this.pending=s.pending??[])});this.writes=null,this.pending=[],this.trouble="",this.busy=!1,this.forget()}static{this.properties={...h.properties,gateway:{attribute:!1},writes:{state:!0},pending:{state:!0},trouble:{state:!0},busy:{state:!0},chosen:{state:!0},preview:{state:!0},outcome:{state:!0}}}static{this.styles=[g,y`
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
    `]}forget(){this.chosen=null,this.preview=null,this.outcome=null,this.gate=new E}willUpdate(e){let s=e.get("gateway");e.has("gateway")&&s?.id!==this.gateway.id&&(this.writes=null,this.forget(),this.load())}render(){let{writes:e}=this;return n`<section class="card">
      <div class="row">
        <h2 class="grow">${this.say("record")}</h2>
        <button class="soft" ?disabled=${this.busy} @click=${this.load}>
          ${this.say("look_again")}
        </button>
      </div>
      ${this.trouble?n`<div class="box bad" role="alert">${this.trouble}</div>`:l}
      ${this.pending.map(s=>this.awaited(s))}
      ${e?.length===0?n`<p class="soft">${this.say("no_writes")}</p>`:l}
      ${e?.map(s=>this.write(s))??l}
    </section>`}awaited(e){let s={endpoint:e.endpoint,at:D(e.at,this.language)};return n`<div class="box warn">
      ${this.say(e.waits_for_owner?"pending_conflict":"pending",s)}
      ${e.reason??""}
      <enphase-explorer-differences
        .context=${this.context}
        .rows=${oe(e.changes)}
      ></enphase-explorer-differences>
    </div>`}write(e){let{verified:s}=e,r=s?"good":s===!1?"bad":"",o=s?"is_verified":s===!1?"is_not_verified":"not_looked",a=e.changes;return n`<div class="write">
      <div class="row">
        <strong>${e.method}</strong> <code class="grow">${e.endpoint}</code>
        <span class="chip">${e.status??this.say("no_reply")}</span>
        <span class="chip ${r}">${this.say(o)}</span>
        ${e.rehearsed?n`<span class="chip warn">${this.say(e.sent_as?"sent_for_real":"is_rehearsed")}</span>`:l}
      </div>
      <p class="soft">
        <time datetime=${e.at} title=${D(e.at,this.language)}
          >${te(e.at,Date.now(),this.language)}</time
        >
        · ${D(e.at,this.language)} · ${e.by??this.say("by_nobody_known")}
      </p>
      ${a?.length?n`<details>
            <summary>${this.say("changed_count",{count:a.length})}</summary>
            <enphase-explorer-differences
              .context=${this.context}
              .rows=${oe(a)}
            ></enphase-explorer-differences>
          </details>`:n`<p class="soft">${this.say(a?"no_change":"change_not_known")}</p>`}
      ${e.can_be_restored&&e.id?n`<button
            class="soft"
            ?disabled=${this.busy||this.gateway.state!=="loaded"}
            @click=${()=>this.look(e.id,"restore_data")}
          >
            ${this.say("put_back")}
          </button>`:n`<p class="soft">${e.rehearsed?"":e.reason??""}</p>`}
      ${e.can_be_sent&&e.id?n`<button
            class="soft"
            ?disabled=${this.busy||this.gateway.state!=="loaded"}
            @click=${()=>this.look(e.id,"send_rehearsed")}
          >
            ${this.say("send_real")}
          </button>`:n`<p class="soft">${e.send_reason??""}</p>`}
      ${this.chosen!==null&&this.chosen===e.id?this.back(e.id):l}
    </div>`}back(e){let{preview:s,outcome:r,way:o}=this,a=Ts[o];if(r){let d=r.verification?.verified,p=d?"is_verified":"is_not_verified";return n`<div class="box ${d?"good":"bad"}" role="status">
        ${this.say(r.rehearsed?"rehearsed":a.done)} ${this.say(p)} ${r.verification?.reason??""}
      </div>`}let c=s?.comparison;return c?n`<div class="card" style="margin-top: 8px" role="group" aria-label=${this.say(a.what)}>
      <h3>${this.say(a.preview)}</h3>
      ${c.would_be_refused?n`<div class="box bad" role="alert">
            ${this.say("would_be_refused",{reason:c.would_be_refused})}
          </div>`:l}
      <enphase-explorer-differences
        .context=${this.context}
        .rows=${ae(c)}
      ></enphase-explorer-differences>
      <div class="row">
        <button
          class="act danger"
          ?disabled=${this.busy||!this.gate.isOpenFor(`${o} ${e}`)}
          @click=${()=>this.go(e)}
        >
          ${this.say(a.now)}
        </button>
        <button class="soft" @click=${this.forget}>${this.say("cancel")}</button>
      </div>
    </div>`:s?n`<div class="box" role="status">${this.say("nothing_to_put_back")}</div>`:n``}look(e,s){return this.forget(),this.work(async()=>{let{gate:r}=this,o=await this.act(s,e,!0);r.show(`${s} ${e}`,o.comparison),this.way=s,this.chosen=e,this.preview=o})}async go(e){let{way:s}=this;if(this.busy||!this.gate.pass(`${s} ${e}`))return;await this.work(async()=>{this.outcome=await this.act(s,e,!1)});let{trouble:r}=this;await this.load(),this.trouble=r}act(e,s,r){return this.context.api.act(e,{config_entry_id:this.gateway.id,write_id:s,risk_acknowledged:!0,test_mode:r,...r?{compare:!0}:{verify:"on"}})}async work(e){this.busy=!0,this.trouble="";try{await e()}catch(s){this.trouble=this.failure(s)}finally{this.busy=!1}}};m("enphase-explorer-record",Je);var He=class extends h{constructor(){super();this.attempt=0;this.record=async()=>{let{gateway:e,scales:s}=this,{api:r}=this.context;this.reset();let{attempt:o}=this;this.open=!0,this.progress={done:0,total:0,endpoint:""};let a=()=>{};try{a=await r.recording(e.id,p=>{o===this.attempt&&(this.progress=p)});let c={config_entry_id:e.id,scale_energy:s},d=await r.act("record_gateway",c);o===this.attempt&&(this.made=d)}catch(c){o===this.attempt&&(this.trouble=this.failure(c))}finally{a(),o===this.attempt&&(this.progress=null)}};this.reset(),this.scales=!1}static{this.properties={...h.properties,gateway:{attribute:!1},open:{state:!0},scales:{state:!0},progress:{state:!0},made:{state:!0},trouble:{state:!0}}}static{this.styles=g}willUpdate(e){let s=e.get("gateway");s&&s.id!==this.gateway.id&&this.reset()}reset(){this.attempt+=1,this.open=!1,this.progress=null,this.made=null,this.trouble=""}render(){let{gateway:e,progress:s}=this;return s?n`<div class="card" role="status">
        <p>${this.say("recording_under_way",{done:s.done,total:s.total})}</p>
        <progress max=${s.total||1} .value=${s.done}></progress>
      </div>`:this.open?n`<div class="card">
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
      ${this.trouble?n`<div class="box bad" role="alert">${this.trouble}</div>`:l}
      ${this.made?this.result(this.made):l}
      <div class="row">
        <button ?disabled=${e.state!=="loaded"} @click=${this.record}>
          ${this.say("start_recording")}
        </button>
        <button class="soft" @click=${()=>this.reset()}>${this.say("close")}</button>
      </div>
    </div>`:n`<p>
        <button
          class="soft"
          ?disabled=${e.state!=="loaded"}
          @click=${()=>this.open=!0}
        >
          ${this.say("make_recording")}
        </button>
      </p>`}result(e){let{asked:s,answered:r,download:o,file:a}=e,c=Object.entries(e.replaced);return n`<div class="box" role="status">
      <p>${this.say("recorded_count",{asked:s,answered:r})}</p>
      <p>${this.say("replaced")}</p>
      <div class="row">
        ${c.map(([d,p])=>n`<span class="chip">${d}: ${p}</span>`)}
      </div>
      <p>
        ${o?n`<a href=${o} download
              >${this.say("download",{size:ee(e.bytes,this.language)})}</a
            >`:n`<code>${a}</code>`}
      </p>
    </div>`}};m("enphase-explorer-recorder",He);var Ue=class{constructor(){this.kept=new Map;this.readers=new Set}at(t,e,s){let r=JSON.stringify([t,e]),o=this.kept.get(r);if(!o){o={draft:s(),asText:!1,busy:!1,sent:null,trouble:""},this.kept.set(r,o);for(let[a,{busy:c}]of this.kept)this.kept.size>50&&a!==r&&!c&&this.kept.delete(a)}return o}change(t,e){Object.assign(t,e);for(let s of this.readers)s()}follow(t){return this.readers.add(t),()=>{this.readers.delete(t)}}},$=new Ue;var Rs=/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs,Os=/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;function Ft(i){let t=[];if(J(i)!==null)return t;let e=[];for(let{0:s,index:r}of i.matchAll(Rs)){let o=e.at(-1);if(s==="{"||s==="[")e.push({isList:s==="[",step:s==="["?0:null});else if(s==="}"||s==="]")e.pop();else if(s===",")o.step=o.isList?Number(o.step)+1:null;else if(o?.step===null)o.step=JSON.parse(s);else if(s!==":"){let a=e.map(({step:c})=>c);t.push({path:a,name:v(a),kind:Ps(s),raw:s,start:r})}}return t}function Ps(i){return i.startsWith('"')?"text":i==="null"?"null":i==="true"||i==="false"?"switch":"number"}function Gt(i,t,e){return i.slice(0,t.start)+e+i.slice(t.start+t.raw.length)}function Vt(i){let t=i.trim();return Os.test(t)?t:null}function Wt(i,t){let e=i.path.filter(s=>typeof s=="string").join(".");return Object.hasOwn(t,e)&&t[e]||[]}var Ie=60,ze=class extends h{static{this.properties={...h.properties,text:{attribute:!1},odd:{attribute:!1},choices:{attribute:!1},most:{state:!0}}}static{this.styles=[g,y`
      .field {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        gap: 8px;
        align-items: center;
        padding: 4px 0;
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
    `]}constructor(){super(),this.most=Ie}render(){let t=Ft(this.text),e=t.length-this.most;return n`<div role="group" aria-label=${this.say("data")}>
      ${t.length?l:n`<p class="soft">${this.say("no_fields")}</p>`}
      ${t.slice(0,this.most).map(s=>n`<label class="field">
          <code>${s.name}</code>
          <span>${this.input(s)}</span>
        </label>`)}
      ${e>0?n`<button class="soft" @click=${()=>this.most+=Ie}>
            ${this.say("show_more",{count:Math.min(e,Ie),rest:e})}
          </button>`:l}
    </div>`}input(t){switch(t.kind){case"switch":return n`<input
          type="checkbox"
          role="switch"
          .checked=${t.raw==="true"}
          @change=${e=>this.put(t,String(e.target.checked))}
        />`;case"number":return this.number(t);case"text":return this.words(t,JSON.parse(t.raw));default:return n`<span class="soft">null</span>`}}number(t){let e=this.odd[t.name];return n`<input
        type="text"
        class="mono"
        inputmode="decimal"
        autocomplete="off"
        aria-invalid=${e!==void 0}
        .value=${e??t.raw}
        @input=${s=>{let r=s.target.value,o=Vt(r);o===null?this.tell("explorer-data",{odd:{...this.odd,[t.name]:r}}):this.put(t,o)}}
      />
      ${e===void 0?l:n`<span role="alert">${this.say("not_number")}</span>`}`}words(t,e){let s=Wt(t,this.choices),r=o=>this.put(t,JSON.stringify(o.target.value));return s.length?n`<select .value=${e} @change=${r}>
          ${[...new Set([...s,e])].map(o=>n`<option value=${o} ?selected=${o===e}>${o}</option>`)}
        </select>`:n`<input
          type="text"
          class="mono"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          .value=${e}
          @input=${r}
        />`}put(t,e){let s={...this.odd};delete s[t.name],this.tell("explorer-data",{text:Gt(this.text,t,e),odd:s})}};m("enphase-explorer-fields",ze);var Cs=["PUT","POST","DELETE"],Kt=10080,je=class extends h{constructor(){super();this.gate=new E;this.end=null;this.type=e=>{$.change(this.kept,{asText:!0}),this.change({text:e.target.value})};this.setVerify=e=>this.change({verify:e.target.value});this.setMethod=e=>{let s=this.draft.text===this.example;this.change({method:e.target.value}),s&&this.takeExample()};this.setRestore=e=>{let s=Math.round(Number(e.target.value))||0;this.change({restoreAfter:Math.min(Math.max(s,0),Kt)})};this.takeExample=()=>this.change({text:this.example,odd:{}});this.takeCurrent=()=>this.work(async e=>{let{entryId:s,endpoint:r}=e.draft,o=await this.context.api.act("read_data",{config_entry_id:s,endpoint:r,select:"to_string(@)"});this.change({text:re(o[r]??""),odd:{}},e)});this.look=()=>this.work(async e=>{let{gate:s}=this,{draft:r}=e,o=W(r),a=await this.context.api.act("send_data",Le(r,!0));s===this.gate&&o===W(this.draft)&&(s.show(o,a.comparison),this.comparison=a.comparison)});this.send=async()=>{let{draft:e,gateway:s}=this;this.testMode||this.busy||!this.gate.pass(W(e))||await this.work(async r=>{let o=await this.context.api.act("send_data",Le(e,!1));$.change(r,{sent:{of:`${s.title}: ${e.method} ${e.endpoint}`,reply:o[e.endpoint]??null,verification:o.verification,rehearsed:o.rehearsed===!0,effect:o.rehearsed===!0?String(o.effect??""):""}}),r===this.kept&&(this.comparison=null,this.testMode=!0)})};this.forget()}static{this.properties={...h.properties,gateway:{attribute:!1},known:{attribute:!1},endpoint:{attribute:!1},comparison:{state:!0},testMode:{state:!0}}}static{this.styles=[g]}connectedCallback(){super.connectedCallback(),this.end=$.follow(()=>this.requestUpdate())}disconnectedCallback(){super.disconnectedCallback(),this.end?.(),this.forget()}willUpdate(e){let s=e.get("gateway"),r=s&&s.id!==this.gateway.id;(e.has("endpoint")||!this.kept||r)&&(this.kept=$.at(this.gateway.id,this.endpoint,()=>this.begun()),this.forget())}begun(){let e=this.known?.write,s=e?.methods[0]??"PUT";return{entryId:this.gateway.id,endpoint:this.endpoint,method:s,text:e?.examples[s]??"",contentType:e?.content??"default",odd:{},merge:!1,mergeAdd:!1,verify:"on",restoreAfter:0}}get draft(){return this.kept.draft}get busy(){return this.kept.busy}forget(){this.gate=new E,this.comparison=null,this.testMode=!0}change(e,s=this.kept){s===this.kept&&(this.comparison=null),$.change(s,{draft:{...s.draft,...e},sent:null})}render(){let{trouble:e,sent:s}=this.kept;return n`<section class="card">${this.about()}${this.form()}</section>
      ${e?n`<div class="box bad" role="alert">${e}</div>`:l}
      ${this.comparison?this.preview(this.comparison):l}
      ${s?this.outcome(s):l}`}about(){let{known:e,gateway:s}=this,r=e?.write,o={low:"good",medium:"warn",high:"bad"}[r?.risk??"high"];return n`<h2>${e?.name??this.endpoint}</h2>
      <code>${this.endpoint}</code>
      ${r?n`<p>${r.effect}</p>
            <p>
              <span class="chip ${o}">${this.say(`risk_${r.risk}`)}</span>
              <span class="soft">${r.reason}</span>
            </p>`:n`<div class="box warn">${this.say("write_unknown")}</div>`}
      ${e&&Q(s,e)?n`<div class="box warn">${this.say("locked_about")}</div>`:l}
      ${r?.content==="multipart"?n`<div class="box warn">${this.say("file_only")}</div>`:l}
      ${s.who_may_send==="nobody"?n`<div class="box warn">${this.say("read_only_about")}</div>`:l}`}form(){let{draft:e}=this,s=J(e.text),r=this.known?.write?.methods??Cs,o=zt(this.context.hass(),"send_data","restore_after");return n`<div class="row" style="margin: 12px 0">
        <label class="row">
          ${this.say("method")}
          <select .value=${e.method} @change=${this.setMethod}>
            ${r.map(a=>n`<option ?selected=${a===e.method}>${a}</option>`)}
          </select>
        </label>
        <button class="soft" ?disabled=${!this.example} @click=${this.takeExample}>
          ${this.say("from_example")}
        </button>
        <button class="soft" ?disabled=${!this.canTakeCurrent} @click=${this.takeCurrent}>
          ${this.say("from_current")}
        </button>
      </div>
      ${this.data(s!==null)}
      ${s===null?l:n`<div class="box bad" role="alert">${this.say("not_json",{line:s})}</div>`}
      <div class="row">
        ${this.tick("merge",!0)} ${this.tick("mergeAdd",e.merge)}
        <label class="tick">
          ${this.say("verify")}
          <select .value=${e.verify} @change=${this.setVerify}>
            ${Ut.map(a=>n`<option value=${a} ?selected=${a===e.verify}>
                ${this.say(`verify_${a}`)}
              </option>`)}
          </select>
        </label>
        ${o?n`<label class="tick">
              ${this.say("restore_after")}
              <input
                type="number"
                min="0"
                max=${Kt}
                .value=${String(e.restoreAfter)}
                @change=${this.setRestore}
              />
              ${this.say("minutes")}
            </label>`:l}
      </div>
      <div class="row">
        <button
          class="act"
          ?disabled=${this.busy||this.gateway.state!=="loaded"||!It(e)}
          @click=${this.look}
        >
          ${this.say("preview")}
        </button>
        <span class="soft">${this.say("preview_about")}</span>
      </div>`}data(e){let{draft:s}=this,r=this.kept.asText||e||!s.text.trim(),o=[[!1,"as_fields"],[!0,"as_text"]];return n`<div class="row" role="group" aria-label=${this.say("data")}>
        <span class="soft grow">${this.say("data")}</span>
        ${o.map(([a,c])=>n`<button
            class="soft"
            aria-pressed=${a===r}
            ?disabled=${!a&&(e||!s.text.trim())}
            @click=${()=>this.showAs(a)}
          >
            ${this.say(c)}
          </button>`)}
      </div>
      ${r?n`<textarea
            aria-label=${this.say("data")}
            spellcheck="false"
            autocapitalize="off"
            aria-invalid=${e}
            .value=${s.text}
            @input=${this.type}
          ></textarea>`:n`<enphase-explorer-fields
            .context=${this.context}
            .text=${s.text}
            .odd=${s.odd}
            .choices=${this.known?.write?.choices??{}}
            @explorer-data=${a=>this.change(a.detail)}
          ></enphase-explorer-fields>`}`}tick(e,s){let r={merge:"merge",mergeAdd:"merge_add"}[e];return n`<label class="tick">
      <input
        type="checkbox"
        .checked=${this.draft[e]}
        ?disabled=${!s}
        @change=${()=>this.change({[e]:!this.draft[e]})}
      />
      ${this.say(r)}
    </label>`}preview(e){let s=ae(e),r=e.left_out?.length??0,o=this.gate.isOpenFor(W(this.draft));return n`<section class="card" aria-label=${this.say("preview")}>
      <h3>${this.say("would_change")}</h3>
      ${e.would_be_refused?n`<div class="box bad" role="alert">
            ${this.say("would_be_refused",{reason:e.would_be_refused})}
          </div>`:l}
      ${e.reason?n`<div class="box">${e.reason}</div>`:l}
      ${e.changes===null?n`<div class="box warn">${this.say("change_unknown")}</div>`:l}
      ${r?n`<div class="box warn">${this.say("left_out_about",{count:r})}</div>`:l}
      ${e.changes&&!s.length?n`<p class="soft">${this.say("no_change")}</p>`:n`<enphase-explorer-differences
            .context=${this.context}
            .rows=${s}
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
    </section>`}outcome({of:e,reply:s,verification:r,rehearsed:o,effect:a}){let c=r?.verified,d=c?"good":c===!1?"bad":"",p=c?"verified":c===!1?"not_verified":"sent_unverified",f=V(r?.after??0,this.language);return n`<section class="card" role="status" aria-label=${this.say("outcome")}>
      <code>${e}</code>
      <div class="box ${d}">
        ${this.say(o?"rehearsed":"sent")} ${a}
        ${this.say(p,{after:f})} ${r?.reason??""}
      </div>
      ${r&&!c?n`<pre style="white-space: pre-wrap; overflow-wrap: anywhere">
${JSON.stringify(r.differences,null,2)}</pre
          >`:l}
      <h3>${this.say("reply")}</h3>
      <pre style="white-space: pre-wrap; overflow-wrap: anywhere">
${JSON.stringify(s,null,2)}</pre
      >
    </section>`}get example(){return this.known?.write?.examples[this.draft.method]??""}get canTakeCurrent(){return!this.busy&&this.gateway.state==="loaded"&&this.known?.readable!==!1}showAs(e){Object.keys(this.draft.odd).length&&this.change({odd:{}}),$.change(this.kept,{asText:e})}async work(e){let{kept:s}=this;$.change(s,{busy:!0,trouble:"",sent:null});try{await e(s)}catch(r){$.change(s,{trouble:this.failure(r)})}finally{$.change(s,{busy:!1})}}};m("enphase-explorer-writer",je);var Ms=["disabled","not_loaded","setup_error","setup_in_progress","setup_retry"],Fe=class extends h{constructor(){super();this.language_="";this.own=null;this.end=null;this.arrive=()=>{this.place=_e(location.hash)};this.toggleMenu=()=>{this.dispatchEvent(new Event("hass-toggle-menu",{bubbles:!0,composed:!0}))};this.ready=!1,this.gateways=null,this.trouble="",this.place=_e(location.hash),this.context=this.newContext()}static{this.properties={hass:{attribute:!1},narrow:{type:Boolean},panel:{attribute:!1},ready:{state:!0},gateways:{state:!0},catalogue:{state:!0},place:{state:!0},trouble:{state:!0}}}static{this.styles=[g,y`
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
    `]}newContext(){let e=()=>this.hass;return{api:new Y(e),hass:e,say:(s,r)=>{let o=`component.${b}.config_panel.explorer.${s}`;return(this.own??this.hass.localize)(o,r)||s}}}connectedCallback(){super.connectedCallback(),window.addEventListener("hashchange",this.arrive),this.language_&&this.follow()}disconnectedCallback(){super.disconnectedCallback(),window.removeEventListener("hashchange",this.arrive),this.end?.(),this.end=null}willUpdate(e){if(e.has("hass")&&this.hass&&this.hass.language!==this.language_){let s=!this.language_;this.language_=this.hass.language,this.load(),s&&this.follow()}}shouldUpdate(e){return e.size>1||!e.has("hass")||this.hass.language!==this.language_}async load(){let{hass:e}=this;try{await e.loadBackendTranslation("exceptions",b),this.own=await e.loadBackendTranslation("config_panel",b),this.context=this.newContext(),this.catalogue=await this.context.api.catalogue(e.language),this.ready=!0}catch(s){this.trouble=this.failure(s)}}async follow(){try{let e=await this.context.api.follow(s=>this.gateways=s);this.isConnected&&!this.end?this.end=e:e()}catch(e){this.trouble=this.failure(e)}}render(){let{catalogue:e,gateways:s}=this;if(this.trouble)return n`<main><div class="box bad" role="alert">${this.trouble}</div></main>`;if(!this.ready||!e||!s)return n`<main aria-busy="true"></main>`;let r=s.find(o=>o.id===this.place.gateway)??s[0];return n`<header>
        <div class="bar">
          ${this.narrow||this.hass.dockedSidebar==="always_hidden"?n`<button class="menu" aria-label=${this.say("menu")} @click=${this.toggleMenu}>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                  <path d="M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z"></path>
                </svg>
              </button>`:l}
          <h1>${this.say("title")}</h1>
          ${s.length>1?this.picker(s,r):l}
        </div>
        <nav role="tablist" aria-label=${this.say("title")}>
          ${xe.map(o=>this.tab(o))}
        </nav>
      </header>
      <main>
        ${r?n`${this.state(r)} ${this.content(e,r)}`:n`<div class="box">${this.say("no_gateway")}</div>`}
      </main>`}picker(e,s){return n`<select
      aria-label=${this.say("gateway")}
      @change=${r=>this.go({gateway:r.target.value})}
    >
      ${e.map(r=>n`<option value=${r.id} ?selected=${r.id===s.id}>
          ${r.title}
        </option>`)}
    </select>`}tab(e){return n`<button
      role="tab"
      aria-selected=${e===this.place.tab}
      @click=${()=>this.go({tab:e})}
    >
      ${this.say(`tab_${e}`)}
    </button>`}state(e){let s=[e.title,e.firmware&&this.say("firmware",{firmware:e.firmware}),e.account&&this.say("account",{account:e.account})].filter(Boolean),r=Ms.includes(e.state)?e.state:"not_loaded";return n`<div class="row" style="margin-bottom: 12px">
        ${s.map(o=>n`<span class="chip">${o}</span>`)}
        ${e.who_may_send==="nobody"?n`<span class="chip warn">${this.say("read_only")}</span>`:l}
        ${e.rehearsing&&!e.recording?n`<span class="chip warn">${this.say("rehearsing")}</span>`:l}
        ${e.recording?n`<span class="chip warn">${this.say("is_recording")}</span>`:l}
      </div>
      ${e.recording?n`<div class="box">${this.say("is_recording_about")}</div>`:n`<enphase-explorer-recorder
            .context=${this.context}
            .gateway=${e}
          ></enphase-explorer-recorder>`}
      ${e.state==="loaded"?l:n`<div class="box warn" role="alert">
            ${this.say(`state_${r}`)} ${e.reason??""}
          </div>`}`}content(e,s){let{context:r,narrow:o}=this,{endpoint:a,tab:c}=this.place;if(c==="record")return n`<enphase-explorer-record
        .context=${r}
        .gateway=${s}
      ></enphase-explorer-record>`;let d=we(e,a),p=n`<aside class="card" ?hidden=${o&&!!a}>
      <enphase-explorer-endpoints
        .context=${r}
        .catalogue=${e}
        .gateway=${s}
        .chosen=${a}
        .writes=${c==="write"}
        @explorer-endpoint=${u=>this.go({endpoint:u.detail.endpoint})}
      ></enphase-explorer-endpoints>
    </aside>`,f=a?c==="write"?n`<enphase-explorer-writer
            .context=${r}
            .gateway=${s}
            .known=${d}
            .endpoint=${a}
          ></enphase-explorer-writer>`:n`<enphase-explorer-reader
            .context=${r}
            .gateway=${s}
            .known=${d}
            .endpoint=${a}
          ></enphase-explorer-reader>`:n`<p class="soft" ?hidden=${o}>${this.say("choose_endpoint")}</p>`;return n`<p style="margin: 0 0 12px" ?hidden=${!o||!a}>
        <button class="soft" @click=${()=>this.go({endpoint:""})}>
          ‹ ${this.say("all_endpoints")}
        </button>
      </p>
      <div class=${o?"one":"two"}>
        ${p}
        <div>${f}</div>
      </div>`}go(e){this.place={...this.place,...e};let s=`${location.pathname}${location.search}${ut(this.place)}`;history.replaceState(history.state,"",s),this.narrow&&window.scrollTo(0,0)}};m("enphase-envoy-explorer",Fe);
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
