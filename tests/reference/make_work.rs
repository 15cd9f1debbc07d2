//! Random sources, scores and routes, as text.

use super::make::Maker;
use super::make_conditions::ScorePlan;
use super::make_fields::{FieldPlan, Kind, LENGTHS};

pub fn make_sources(maker: &mut Maker, stages: &[String]) {
    if maker.dice.one_in(3) {
        return;
    }
    let gated: Vec<String> = if stages.len() > 1 { stages[1..].to_vec() } else { stages.to_vec() };
    let count = 1 + maker.dice.below(3);
    for index in 0..count {
        let name = format!("source_{}", (b'a' + index as u8) as char);
        let head = if index + 1 == count && maker.dice.one_in(3) {
            format!("source {name} otherwise\n")
        } else {
            let condition = if maker.dice.one_in(3) {
                maker.write(|writer| writer.condition(None))
            } else {
                maker.chain()
            };
            format!("source {name} when {condition}\n")
        };
        let mut lines = String::new();
        let mut left = gated.clone();
        maker.dice.shuffle(&mut left);
        for stage in left {
            match maker.dice.below(4) {
                0 => lines.push_str(&format!("  closed for {stage}\n")),
                1 => {
                    let condition = maker.write(|writer| writer.condition(None));
                    lines.push_str(&format!("  gate for {stage}: {condition}\n"));
                }
                _ => {}
            }
        }
        if lines.is_empty() && maker.dice.one_in(2) {
            lines.push_str("  open\n");
        }
        maker.items.push(format!("{head}{lines}"));
    }
}

pub fn make_scores(maker: &mut Maker) {
    for index in 0..1 + maker.dice.below(2) {
        let name = format!("score_{}", (b'a' + index as u8) as char);
        let low: i64 = *maker.dice.pick(&[0, 0, 0, -20]);
        let high: i64 = *maker.dice.pick(&[30, 50, 100]);
        let mut text = format!("score {name} from {low} to {high}\n");
        for _ in 0..1 + maker.dice.below(4) {
            let row = points(maker);
            text.push_str(&format!("  - {row}\n"));
        }
        let mut bands = Vec::new();
        if maker.dice.below(3) > 0 {
            bands = vec![format!("cold_{index}"), format!("warm_{index}"), format!("hot_{index}")];
            let mid = *maker.dice.pick(&[5, 10]);
            text.push_str(&format!(
                "  bands {} from {low}, {} from {mid}, {} from 20\n",
                bands[0], bands[1], bands[2]
            ));
        }
        if maker.dice.one_in(5) {
            text.push_str("  if unknown, assume no\n");
        }
        maker.items.push(text);
        maker.known.scores.push(ScorePlan { name, bands });
    }
}

fn points(maker: &mut Maker) -> String {
    let minus = if maker.dice.one_in(4) { "minus " } else { "" };
    let points = *maker.dice.pick(&[1, 3, 5, 7, 10, 20]);
    let word = if points == 1 { "point" } else { "points" };
    let numbers: Vec<FieldPlan> = maker
        .known
        .fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Whole | Kind::Number) && !field.decided)
        .cloned()
        .collect();
    let cap = if maker.dice.one_in(2) {
        format!(", at most {}", maker.dice.pick(&[2, 4, 10, 15]))
    } else {
        String::new()
    };
    let per =
        if maker.dice.one_in(2) { format!("{} of ", maker.dice.pick(&[2, 10, 100])) } else { String::new() };
    let basis = match maker.dice.below(6) {
        0 if !numbers.is_empty() => format!("per {per}{}{cap}", maker.dice.pick(&numbers).name),
        1 if !maker.known.scores.is_empty() => {
            format!("per {per}{}{cap}", maker.dice.pick(&maker.known.scores).name.clone())
        }
        2 | 3 if !maker.known.events.is_empty() => {
            let event = maker.dice.pick(&maker.known.events).clone();
            let filter = if maker.dice.one_in(2) {
                maker.write(|writer| writer.filter(&event, None))
            } else {
                String::new()
            };
            let window = if event.dated && maker.dice.one_in(2) {
                maker.write(|writer| writer.window(None))
            } else {
                String::new()
            };
            let losing = if event.dated && maker.dice.one_in(2) {
                let length = *maker.dice.pick(&LENGTHS);
                format!(
                    ", losing {} every {length}",
                    maker.dice.pick(&["50%", "10%", "33%", "12.5%", "100%"])
                )
            } else {
                String::new()
            };
            format!("for each {}{filter}{window}{cap}{losing}", event.name)
        }
        _ => format!("when {}", maker.chain()),
    };
    format!("{minus}{points} {word} {basis}")
}

pub fn make_routes(maker: &mut Maker, stages: &[String]) {
    for team in ["team_north", "team_south", "team_east"] {
        maker.items.push(format!("team {team} in sales\n"));
    }
    maker.items.push("team team_desk in marketing\n".to_owned());
    maker.items.push("field owner_name: text\n".to_owned());
    let owners =
        ["Ann", " Bob ", "Émile", "x-1", "x-2", "a longer name than the others", "ann", "ANN", "émile"];
    let owners = owners.map(str::to_owned);
    maker.known.fields.push(FieldPlan {
        name: "owner_name".to_owned(),
        kind: Kind::Text,
        header: "owner_name".to_owned(),
        cells: owners.to_vec(),
        currency: None,
        looked_up: false,
        decided: false,
    });
    for stage in stages {
        if maker.dice.one_in(3) {
            continue;
        }
        let mut text = format!("route {stage}\n");
        let rows = maker.dice.below(4);
        for _ in 0..rows {
            let to = target(maker);
            let chain = maker.chain();
            let within = within(maker);
            text.push_str(&format!("  - to {to} when {chain}{within}\n"));
        }
        let (to, own) = (target(maker), within(maker));
        text.push_str(&format!("  - otherwise to {to}{own}\n"));
        if rows > 0 || maker.dice.one_in(2) {
            let own = within(maker);
            text.push_str(&format!("  - if unknown to team_desk{own} because \"Someone must\"\n"));
        }
        for _ in 0..maker.dice.below(3) {
            let length = *maker.dice.pick(&["5 minutes", "1 hour", "2 working hours"]);
            let chain = maker.chain();
            text.push_str(&format!("  respond within {length} when {chain}\n"));
        }
        if maker.dice.one_in(2) {
            text.push_str("  respond within 4 working hours otherwise\n");
        }
        maker.items.push(text);
    }
}

fn within(maker: &mut Maker) -> String {
    if maker.dice.one_in(2) {
        return String::new();
    }
    format!(", respond within {}", maker.dice.pick(&["30 minutes", "1 working day", "2 days"]))
}

fn target(maker: &mut Maker) -> String {
    match maker.dice.below(6) {
        0 => "value of owner_name".to_owned(),
        1 => "one of team_north, team_south, team_east by owner_name".to_owned(),
        2 => "one of team_south, team_east by owner_name".to_owned(),
        3 => "team_north".to_owned(),
        _ => (*maker.dice.pick(&["team_south", "team_east"])).to_owned(),
    }
}
