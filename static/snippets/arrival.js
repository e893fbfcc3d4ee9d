location.href.replace(/([?&#])(?:nametag|convot)_identity=([^&#]+)(&?)/g,(all,b,t,a)=>{history.replaceState(history.state,'',location.href.replace(all,a&&b));Nametag('carry',t)})
