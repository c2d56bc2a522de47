// What each <time> is today, by the site's clock.
(function(d){
var w=d.currentScript.dataset,n=new Date(+new Date+w.offset*6e4),now=n.toISOString().slice(0,16),t=now.slice(0,10),
s=new Date(Date.parse(t)+(7-n.getUTCDay())%7*864e5).toISOString().slice(0,10);
function all(q,f){[].forEach.call(d.querySelectorAll(q),function(e){
var m=[].map.call(e.querySelectorAll('time'),function(i){return i.getAttribute('datetime').slice(0,16)});m[0]&&f(e,m[0],m.pop(),e.dataset.sure)})}
function tell(e,x,y){e.dataset.state=x;(e.querySelector('.mark')||{}).textContent=y||''}
all('[data-when]',function(e,f,u,v){
var a=f.slice(0,10),x=u<now.slice(0,u.length)?'past':a>t?'upcoming':v<t?'open':a<u.slice(0,10)||f<=now&&f[10]&&u>f?'running':'today';
tell(e,x,a>t&&a<=s&&v!==''?w.week:w[x])});
all('[data-due]',function(e,f,u,v){var k=(Date.parse(f.slice(0,10))-Date.parse(t))/864e5;
tell(e,k<0?'past':'',k<0?w.closed:k>7||v===''?'':k?w.left.replace('{n}',k):w.due)});
all('[data-day]',function(e,f){f==t&&tell(e,'today')})
})(document)
