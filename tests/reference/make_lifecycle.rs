//! Random lifecycles, stages and outcomes, as text.

use super::dice::Dice;
use super::make::Maker;
use super::make_fields::{FieldPlan, Kind, LENGTHS};

/// The names of the stages, first to last.
pub fn make_lifecycle(maker: &mut Maker) -> Vec<String> {
    if maker.dice.one_in(4) {
        let condition = maker.write(|writer| writer.condition(None));
        let lines = stage_lines(maker, &[], 0, false);
        maker.items.push(format!("lead when {condition}\n{lines}"));
        return vec!["lead".to_owned()];
    }
    let all = ["inquiry", "lead", "opportunity", "customer"];
    let stages: Vec<String> =
        all.iter().take(2 + maker.dice.below(3)).map(|name| (*name).to_owned()).collect();
    if maker.dice.one_in(3) {
        let from = maker.dice.pick(&stages).clone();
        maker.items.push(format!("field wanted: text\n  required from {from}\n"));
        maker.known.fields.push(FieldPlan {
            name: "wanted".to_owned(),
            kind: Kind::Text,
            header: "Wanted".to_owned(),
            cells: vec!["something".to_owned()],
            currency: None,
            looked_up: false,
            decided: false,
        });
    }
    let titled: Vec<String> = stages
        .iter()
        .map(|name| if name == "lead" { "lead \"Sales lead\"".to_owned() } else { name.clone() })
        .collect();
    let mut text =
        format!("lifecycle {}\n  aside nurture \"To be nurtured\", disqualified\n", titled.join(", "));
    if maker.dice.one_in(2) {
        text.push_str("  recorded in crm_stage\n");
        let what = if maker.dice.one_in(2) {
            "text\n".to_owned()
        } else {
            "one of \"Inquiry\", \"Sales lead\", \"Customer\", \"Nurture\", or other\n  \"Customer\" also \"Client\"\n".to_owned()
        };
        maker.items.push(format!("field crm_stage: {what}"));
        let cells =
            ["Inquiry", "sales lead", "CUSTOMER", "nurture", "to be Nurtured", "Client", "who knows", "lead"];
        maker.recorded = Some(FieldPlan {
            name: "crm_stage".to_owned(),
            kind: Kind::Text,
            header: "crm_stage".to_owned(),
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            currency: None,
            looked_up: false,
            decided: false,
        });
    }
    let dates: Vec<String> = maker
        .known
        .fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Date | Kind::Moment))
        .map(|field| field.name.clone())
        .collect();
    if !dates.is_empty() && maker.dice.one_in(2) {
        let length = *maker.dice.pick(&LENGTHS);
        let from = maker.dice.pick(&dates).clone();
        let unless = if maker.dice.one_in(2) { format!(", unless {}", maker.chain()) } else { String::new() };
        text.push_str(&format!("  rest in nurture for {length} from {from}{unless}\n"));
    }
    maker.items.push(text);
    let with_rule = if maker.dice.one_in(5) { 0 } else { 1 };
    for (index, name) in stages.iter().enumerate().skip(with_rule) {
        let condition = maker.write(|writer| writer.condition(None));
        let lines = stage_lines(maker, &stages, index, true);
        maker.items.push(format!("{name} when {condition}\n{lines}"));
        if index > 0 {
            maker.known.stages.push(name.clone());
        }
    }
    maker.known.stages.clear();
    stages
}

fn stage_lines(maker: &mut Maker, stages: &[String], index: usize, asides: bool) -> String {
    let mut text = String::new();
    let mut places: Vec<String> = stages.iter().take(index).cloned().collect();
    if asides {
        places.extend(["nurture".to_owned(), "disqualified".to_owned()]);
    }
    // A stage may not be asked about while its own outcome is decided by it.
    let stages_known = std::mem::take(&mut maker.known.stages);
    if maker.dice.one_in(2) {
        let mut names: Vec<String> = maker
            .known
            .fields
            .iter()
            .filter(|field| !field.decided)
            .map(|field| field.name.clone())
            .collect();
        maker.dice.shuffle(&mut names);
        names.truncate(1 + maker.dice.below(4));
        text.push_str(&format!("  ask {}\n", names.join(", ")));
    }
    for (head, often) in [("leave if", 3), ("if no", 2), ("if unknown", 3)] {
        if !maker.dice.one_in(often) && head != "if no" {
            continue;
        }
        let and = if head == "leave if" { " " } else { " and " };
        for _ in 0..maker.dice.below(3) {
            let chain = maker.chain();
            let outcome = outcome(&mut maker.dice, &places);
            text.push_str(&format!("  {head}{and}{chain}: {outcome}\n"));
        }
        if head != "leave if" && maker.dice.below(4) > 0 {
            let outcome = outcome(&mut maker.dice, &places);
            text.push_str(&format!("  {head}: {outcome}\n"));
        }
    }
    maker.known.stages = stages_known;
    text
}

fn outcome(dice: &mut Dice, places: &[String]) -> String {
    let promise = "marketing must \"find out\" within 5 working days";
    if places.is_empty() || dice.one_in(4) {
        return match dice.below(3) {
            0 => promise.to_owned(),
            1 => format!("stay, {promise}"),
            _ => "stay".to_owned(),
        };
    }
    let how = if dice.one_in(2) { "move to" } else { "recycle to" };
    let length = if dice.one_in(2) { " for 90 days" } else { "" };
    format!("{how} {}{length}", dice.pick(places))
}
