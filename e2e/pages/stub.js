window.stub = Nametag;
window.settled = [];
const note = name => answer => settled.push([name, answer]);
Nametag('identify', 'stubbed', { name: 'Stu Bart' }).then(note('identify'));
Nametag('setAttributes', { company: 'Worms Ltd' }).then(note('setAttributes'));
Nametag('identify', 'undefined').catch(note('refused'));
