// Says of each day what it is today; pages state dates alone.
(function(d){
var w=d.currentScript.dataset,n=new Date,now=new Date(n-n.getTimezoneOffset()*6e4).toISOString().slice(0,16),t=now.slice(0,10),
s=new Date(Date.parse(t)+(7-n.getDay())%7*864e5).toISOString().slice(0,10);
function all(q,f){[].forEach.call(d.querySelectorAll(q),f)}
function tell(e,x,y){x?e.setAttribute('data-state',x):e.removeAttribute('data-state');var m=e.querySelector('.mark');if(m)m.textContent=y||''}
all('[data-from]',function(e){
var v=e.dataset,f=v.from,u=v.to||f,a=f.slice(0,10),
x=u<now.slice(0,u.length)?'past':a>t?'upcoming':v.sure<t?'open':a!==u.slice(0,10)||f<=now&&f[10]&&u>f?'running':'today';
tell(e,x,a>t&&a<=s&&v.sure!==''?w.week:w[x])});
all('[data-due]',function(e){var k=Math.round((Date.parse(e.dataset.due)-Date.parse(t))/864e5);
tell(e,k<0?'past':'',k<0?w.closed:k>7||e.dataset.sure===''?'':k?w.left.replace('{n}',k):w.due)});
all('[data-day="'+t+'"]',function(e){e.setAttribute('data-state','today')})
})(document)
